// The gateway's signature with Java's own security providers. See README.md for the orders it takes.

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

public class Peers {
    interface Work {
        int run() throws Exception;
    }

    private final Path folder;
    private final Map<String, String> request = new HashMap<>();
    private final Map<String, PrivateKey> privateKeys = new HashMap<>();
    private final Map<String, PublicKey> publicKeys = new HashMap<>();
    /** Written to, so that the compiler cannot leave work out. */
    private volatile long seen;

    private Peers(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Peers peers = new Peers(Path.of(arguments[0]));
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String answer = peers.answer(line);
            if (answer != null) {
                answers.print(answer + "\n");
                answers.flush();
            }
        }
    }

    private String answer(String line) throws Exception {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "field":
                String[] parts = line.split(" ", 3);
                request.put(parts[1], parts[2]);
                return null;
            case "source":
                return source();
            case "sign":
                return sign(source(), words[1], words[2]);
            case "verify":
                return String.valueOf(verify(source(), words[1], words[2], words[3]));
            case "time":
                return String.valueOf(timed(words));
            default:
                throw new IllegalArgumentException("no such order: " + line);
        }
    }

    private String source() {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(request);
        StringBuilder source = new StringBuilder();
        for (Map.Entry<String, String> member : sorted.entrySet()) {
            if (member.getKey().equals("sign") || member.getValue().isEmpty()) {
                continue;
            }
            if (source.length() > 0) {
                source.append('&');
            }
            source.append(member.getKey()).append('=').append(member.getValue());
        }
        return source.toString();
    }

    private String sign(String text, String hash, String bits) throws Exception {
        Signature signature = Signature.getInstance(hash + "withRSA");
        signature.initSign(privateKey(bits));
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(signature.sign());
    }

    private boolean verify(String text, String hash, String bits, String sign) throws Exception {
        Signature signature = Signature.getInstance(hash + "withRSA");
        signature.initVerify(publicKey(bits));
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        return signature.verify(Base64.getDecoder().decode(sign));
    }

    private long timed(String[] words) throws Exception {
        if (words[1].equals("source")) {
            return time(Integer.parseInt(words[2]), () -> source().length());
        }
        String hash = words[2];
        String bits = words[3];
        int times = Integer.parseInt(words[4]);
        String text = source();
        String signature = sign(text, hash, bits);
        if (words[1].equals("sign")) {
            return time(times, () -> sign(text, hash, bits).length());
        }
        return time(times, () -> {
            if (!verify(text, hash, bits, signature)) {
                throw new IllegalStateException("its own signature does not verify");
            }
            return 1;
        });
    }

    private long time(int times, Work work) throws Exception {
        long started = System.nanoTime();
        long sum = 0;
        for (int done = 0; done < times; done++) {
            sum += work.run();
        }
        long took = System.nanoTime() - started;
        seen += sum;
        return took;
    }

    private PrivateKey privateKey(String bits) throws Exception {
        PrivateKey known = privateKeys.get(bits);
        if (known == null) {
            PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der(bits, "pkcs8"));
            known = KeyFactory.getInstance("RSA").generatePrivate(spec);
            privateKeys.put(bits, known);
        }
        return known;
    }

    private PublicKey publicKey(String bits) throws Exception {
        PublicKey known = publicKeys.get(bits);
        if (known == null) {
            X509EncodedKeySpec spec = new X509EncodedKeySpec(der(bits, "public"));
            known = KeyFactory.getInstance("RSA").generatePublic(spec);
            publicKeys.put(bits, known);
        }
        return known;
    }

    private byte[] der(String bits, String half) throws Exception {
        String pem = Files.readString(folder.resolve("merchant_" + bits + "." + half + ".pem"));
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }
}
