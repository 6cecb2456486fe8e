import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.xml.crypto.AlgorithmMethod;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.KeySelectorResult;
import javax.xml.crypto.XMLCryptoContext;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.X509Data;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The JDK as a judge of XML signatures. The argument is the CA's certificate; stdin has one document per line. For each
 * it prints "N" when all N signatures hold and come from that CA, else "0 reason". File references are looked up in the
 * document's folder; identifiers in ID, Id and id, percent-decoded as e-Gov writes them.
 */
public class VerifyXML {
    public static void main(String[] args) throws Exception {
        X509Certificate ca = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(Path.of(args[0])));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = lines.readLine()) != null; ) {
            try {
                System.out.println(verify(new File(line), ca));
            } catch (Exception reason) {
                System.out.println("0 " + String.valueOf(reason.getMessage()).replace('\n', ' '));
            }
        }
    }

    private static String verify(File file, X509Certificate ca) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(file);
        NodeList signatures = document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature");
        for (int i = 0; i < signatures.getLength(); i++) {
            DOMValidateContext context = new DOMValidateContext(new FromCertificate(ca), signatures.item(i)) {
                @Override
                public Element getElementById(String id) {
                    return find(document.getDocumentElement(), URLDecoder.decode(id, StandardCharsets.UTF_8));
                }
            };
            context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.FALSE);
            context.setBaseURI(file.getParentFile().toURI().toString());
            if (!XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context).validate(context)) {
                return "0 signature " + i + " does not hold";
            }
        }
        return String.valueOf(signatures.getLength());
    }

    private static Element find(Element at, String id) {
        for (String name : new String[] {"ID", "Id", "id"}) {
            if (at.getAttribute(name).equals(id)) {
                return at;
            }
        }
        NodeList all = at.getElementsByTagNameNS("*", "*");
        for (int i = 0; i < all.getLength(); i++) {
            for (String name : new String[] {"ID", "Id", "id"}) {
                if (((Element) all.item(i)).getAttribute(name).equals(id)) {
                    return (Element) all.item(i);
                }
            }
        }
        return null;
    }

    private static final class FromCertificate extends KeySelector {
        private final X509Certificate ca;

        FromCertificate(X509Certificate ca) {
            this.ca = ca;
        }

        @Override
        public KeySelectorResult select(KeyInfo info, Purpose purpose, AlgorithmMethod method, XMLCryptoContext context) {
            try {
                X509Certificate leaf = (X509Certificate) ((X509Data) info.getContent().get(0)).getContent().get(0);
                leaf.verify(ca.getPublicKey());
                Key key = leaf.getPublicKey();
                return () -> key;
            } catch (Exception reason) {
                throw new IllegalStateException("certificate: " + reason.getMessage());
            }
        }
    }
}
