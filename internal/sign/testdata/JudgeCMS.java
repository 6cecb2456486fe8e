import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSProcessableFile;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;

/**
 * Bouncy Castle as a judge of CMS signatures. The argument is the CA's certificate; stdin has one signature per line, with
 * a tab and the path of the content where that is not inside. For each it prints "1" when the one signer's signature holds
 * and the certificate comes from that CA, else "0 reason".
 */
public class JudgeCMS {
    public static void main(String[] args) throws Exception {
        X509Certificate ca = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(Path.of(args[0])));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = lines.readLine()) != null; ) {
            try {
                System.out.println(verify(line.split("\t"), ca) ? "1" : "0 does not hold");
            } catch (Exception reason) {
                System.out.println("0 " + String.valueOf(reason).replace('\n', ' '));
            }
        }
    }

    private static boolean verify(String[] paths, X509Certificate ca) throws Exception {
        byte[] message = Files.readAllBytes(Path.of(paths[0]));
        CMSSignedData cms = paths.length == 1 ? new CMSSignedData(message) : new CMSSignedData(new CMSProcessableFile(Path.of(paths[1]).toFile()), message);
        if (cms.getSignerInfos().size() != 1) {
            return false;
        }
        SignerInformation signer = cms.getSignerInfos().getSigners().iterator().next();
        X509CertificateHolder holder = (X509CertificateHolder) cms.getCertificates().getMatches(signer.getSID()).iterator().next();
        X509Certificate leaf = new JcaX509CertificateConverter().getCertificate(holder);
        leaf.verify(ca.getPublicKey());
        return signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(leaf));
    }
}
