import java.io.BufferedReader;
import java.io.File;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Calendar;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * PDFBox and Bouncy Castle as judges of PDF signatures, and as a program that signed earlier. "sign IN OUT KEY CERT"
 * signs with PDFBox's usual room of zeros. "verify CA" reads paths from stdin and prints for each the number of
 * signatures that hold and come from CA, the names in them and the names of the form's fields, or "0 reason".
 */
public class JudgePDF {
    public static void main(String[] args) throws Exception {
        if (args[0].equals("sign")) {
            sign(new File(args[1]), new File(args[2]), Path.of(args[3]), Path.of(args[4]));
            return;
        }
        X509Certificate ca = certificate(Path.of(args[1]));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        java.io.PrintStream out = new java.io.PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String line; (line = lines.readLine()) != null; ) {
            try {
                out.println(verify(new File(line), ca));
            } catch (Exception reason) {
                out.println("0 " + String.valueOf(reason).replace('\n', ' '));
            }
        }
    }

    private static X509Certificate certificate(Path path) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(path));
    }

    private static String verify(File file, X509Certificate ca) throws Exception {
        byte[] content = Files.readAllBytes(file.toPath());
        try (PDDocument document = PDDocument.load(content)) {
            int count = 0;
            StringBuilder names = new StringBuilder();
            for (PDSignature signature : document.getSignatureDictionaries()) {
                CMSSignedData cms = new CMSSignedData(new CMSProcessableByteArray(signature.getSignedContent(content)), signature.getContents(content));
                for (SignerInformation signer : cms.getSignerInfos()) {
                    X509CertificateHolder leaf = (X509CertificateHolder) cms.getCertificates().getMatches(signer.getSID()).iterator().next();
                    X509Certificate converted = new org.bouncycastle.cert.jcajce.JcaX509CertificateConverter().getCertificate(leaf);
                    if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(converted))) {
                        return "0 signature " + count + " does not hold";
                    }
                    converted.verify(ca.getPublicKey());
                }
                count++;
                names.append(" name=").append(signature.getName());
            }
            PDAcroForm form = document.getDocumentCatalog().getAcroForm();
            for (PDField field : form == null ? List.<PDField>of() : form.getFieldTree()) {
                names.append(" field=").append(field.getFullyQualifiedName());
            }
            return count + names.toString();
        }
    }

    private static void sign(File in, File out, Path keyFile, Path certFile) throws Exception {
        PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(keyFile)));
        X509Certificate certificate = certificate(certFile);
        try (PDDocument document = PDDocument.load(in); FileOutputStream stream = new FileOutputStream(out)) {
            PDSignature signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
            signature.setName("TEST 先の署名");
            signature.setSignDate(Calendar.getInstance());
            document.addSignature(signature, content -> {
                try {
                    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
                    generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                            .build(new JcaContentSignerBuilder("SHA256withRSA").build(key), certificate));
                    generator.addCertificates(new JcaCertStore(List.of(certificate)));
                    return generator.generate(new CMSProcessableByteArray(content.readAllBytes()), false).getEncoded();
                } catch (Exception reason) {
                    throw new java.io.IOException(reason);
                }
            });
            document.saveIncremental(stream);
        }
    }
}
