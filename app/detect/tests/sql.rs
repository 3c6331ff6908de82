//! SQL injection: each technique in several carriers, and the SQL and prose that must pass.

use detect::{Family, Kind, SqlTechnique, scan};

fn techniques(text: &str) -> Vec<SqlTechnique> {
    let kinds = scan(text).kinds();
    kinds.into_iter().filter_map(|kind| if let Kind::SqlInjection(technique) = kind { Some(technique) } else { None }).collect()
}

fn check(technique: SqlTechnique, texts: &[&str]) {
    for text in texts {
        assert!(techniques(text).contains(&technique), "{text}: {:?}", techniques(text));
    }
}

#[test]
fn union_based() {
    check(
        SqlTechnique::Union,
        &[
            "1 UNION SELECT username, password FROM users",
            "id=7%27%20union%20all%20select%20null,null--",
            r#"{"tool": "query", "input": {"id": "x' UNION SELECT secret FROM vault -- "}}"#,
            "Get the orders of customer 5) union(select 1,2,3)",
        ],
    );
}

#[test]
fn boolean_blind() {
    check(
        SqlTechnique::BooleanBlind,
        &["' OR '1'='1", "7 or 1=1", "SELECT * FROM t WHERE id = 5 OR 1=1", "name=x%27+or+%27a%27%3D%27a", r#"{"q": "x\" or \"a\"=\"a"}"#],
    );
}

#[test]
fn time_blind() {
    check(SqlTechnique::TimeBlind, &["SLEEP(5)", "1; WAITFOR DELAY '0:0:5'--", "1 and pg_sleep(10)", "x' and benchmark(5000000, md5(1))#"]);
}

#[test]
fn stacked() {
    check(
        SqlTechnique::Stacked,
        &[
            "SELECT * FROM users WHERE id = 1; DROP TABLE users; --",
            "SELECT * FROM users; DROP TABLE users;--",
            "5; delete from accounts",
            "7 ;\ndelete from users",
            "7; insert into users\nvalues (1)",
            "x'; exec master..xp_cmdshell 'dir'--",
        ],
    );
}

#[test]
fn comment_obfuscation() {
    check(
        SqlTechnique::CommentObfuscation,
        &["1 UN/**/ION SE/**/LECT a FROM b", "1/**/union/**/select/**/a", "1 /*!50000union*/ select 2", "admin'--"],
    );
}

#[test]
fn error_based() {
    check(
        SqlTechnique::ErrorBased,
        &["1 and extractvalue(1, concat(0x7e, version()))", "x' and updatexml(1,2,3)--", "1 having 1=1", "1 and 1=convert(int, @@version)"],
    );
}

#[test]
fn ordinary_queries_and_prose_pass() {
    for text in [
        "SELECT id, name FROM customers WHERE region = 'EU' AND active = 1 ORDER BY 2 DESC LIMIT 20",
        "SELECT a FROM t UNION ALL SELECT b FROM u -- both years",
        "WITH m AS (SELECT 1 AS x) SELECT * FROM m WHERE 1=1 AND x > 0",
        "INSERT INTO notes (body) VALUES ('It''s fine; drop me a line')",
        "status = 'open' or status = 'held'",
        "Select one or the other; either way the union will update its members.",
        "He said 'yes' or 'no', and don't drop the table at the restaurant.",
        "I can't sleep (33 hours so far), so I let the benchmark run.",
        "Explain SQL injection to a beginner.",
        "if x == 'a' or y == 'b': print(\"ok\")",
        r#"{"query": "best hotels from 40 dollars", "sort": "price;desc"}"#,
    ] {
        assert_eq!(techniques(text), [], "{text}");
    }
}

#[test]
fn the_finding_points_into_the_original_text() {
    let text = "caf\u{e9} id=1%20UNION%20SELECT%20a";
    let findings = scan(text);

    let spans: Vec<&str> = findings.of_family(Family::SqlInjection).map(|f| &text[f.start..f.end]).collect();

    assert_eq!(spans, ["UNION%20SELECT"]);
}
