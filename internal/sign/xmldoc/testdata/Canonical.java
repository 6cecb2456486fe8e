import com.sun.org.apache.xml.internal.security.Init;
import com.sun.org.apache.xml.internal.security.c14n.Canonicalizer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The judge of canonical forms: the JDK's own. Reads lines "FILE NUMBER" and writes FILE.NUMBER.c14n, the canonical
 * form without comments of the element of that number in document order, or of the whole document for -1. What the
 * JDK refuses to parse gets FILE.NUMBER.refused.
 */
public class Canonical {
    public static void main(String[] args) throws Exception {
        Init.init();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setErrorHandler(new DefaultHandler());
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = lines.readLine()) != null; ) {
            int space = line.lastIndexOf(' ');
            String file = line.substring(0, space);
            int number = Integer.parseInt(line.substring(space + 1));
            Document document;
            try {
                document = builder.parse(new File(file));
            } catch (org.xml.sax.SAXException refused) {
                Files.writeString(new File(file + "." + number + ".refused").toPath(), String.valueOf(refused.getMessage()));
                continue;
            }
            Node node = number < 0 ? document : document.getElementsByTagNameNS("*", "*").item(number);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            mend(node, document);
            // A new one each time: the JDK's keeps state from one document to the next.
            Canonicalizer.getInstance(Canonicalizer.ALGO_ID_C14N_OMIT_COMMENTS).canonicalizeSubtree(node, out);
            Files.write(new File(file + "." + number + ".c14n").toPath(), out.toByteArray());
        }
    }

    /**
     * Two faults of the JDK 17, worked around without changing what the document says. For a subset it takes an xml:
     * attribute from the farthest ancestor that has it, where Canonical XML 1.0 §2.4 says the nearest: farther ones are
     * removed. After a root without children it forgets the rest of the document: the root gets an empty text.
     */
    private static void mend(Node node, Document document) {
        if (document.getDocumentElement().getFirstChild() == null) {
            document.getDocumentElement().appendChild(document.createTextNode(""));
        }
        Set<String> nearer = new HashSet<>();
        for (Node at = node.getParentNode(); at instanceof Element; at = at.getParentNode()) {
            for (String name : new String[] {"xml:lang", "xml:space", "xml:base", "xml:id", "xml:other"}) {
                if (((Element) at).hasAttribute(name) && !nearer.add(name)) {
                    ((Element) at).removeAttribute(name);
                }
            }
        }
    }
}
