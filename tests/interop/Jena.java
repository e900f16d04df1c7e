import org.apache.jena.atlas.web.HttpException;
import org.apache.jena.rdfconnection.RDFConnection;
import org.apache.jena.rdfconnection.RDFConnectionRemote;

/** Speaks to the site of the first argument, of which the second names a graph, and prints what it is told. */
public class Jena {
    static final String PERSON = "<http://xmlns.com/foaf/0.1/Person>";

    public static void main(String[] given) {
        var builder = RDFConnectionRemote.newBuilder().destination(given[0]);
        try (RDFConnection site = builder.queryEndpoint("sparql").gspEndpoint("graphs").build()) {
            site.querySelect("SELECT ?p { ?p a " + PERSON + " } ORDER BY ?p",
                row -> System.out.println("person " + row.getResource("p")));
            System.out.println("ask " + site.queryAsk("ASK { ?p a " + PERSON + " }"));
            System.out.println("construct " + site.queryConstruct("CONSTRUCT WHERE { ?p a " + PERSON + " }").size());
            System.out.println("describe " + !site.queryDescribe("DESCRIBE <" + given[1] + ">").isEmpty());
            System.out.println("merged " + (site.fetch().size() > site.fetch(given[1]).size()));
            System.out.println("graph " + site.fetch(given[1]).size());
            refused("update", () -> site.update("CLEAR ALL"));
            refused("put", () -> site.put(given[1], site.fetch(given[1])));
            refused("delete", () -> site.delete(given[1]));
            refused("missing", () -> site.fetch("http://example.org/none"));
        }
    }

    static void refused(String what, Runnable action) {
        try {
            action.run();
        } catch (HttpException refusal) {
            System.out.println(what + " " + refusal.getStatusCode());
        }
    }
}
