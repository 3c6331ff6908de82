//! Each normalisation and each rule is needed: a text whose answer changes when it alone is left out.

use crate::{
    sql_injection,
    steps::{Step, without},
};

/// For each step a text, and what is found in it with the step and without it.
const CASES: &[(Step, &str, &[&str], &[&str])] = &[
    (Step::UrlEscapes, "1%2bor%2b1", &["sqli_boolean_blind"], &[]),
    (Step::WideEscapes, "x%u0027--", &["sqli_comment_obfuscation"], &[]),
    (Step::HtmlEntities, "1&#32;or&#32;1=1", &["sqli_boolean_blind"], &[]),
    (Step::StringEscapes, "x\\u0027--", &["sqli_comment_obfuscation"], &[]),
    (Step::PlusBlanks, "1%2bor%2b1", &["sqli_boolean_blind"], &[]),
    (Step::JsonValues, "{\"a\": \"\\\" or 1\"}", &["sqli_boolean_blind"], &[]),
    (Step::FormValues, "id=7%20order%20by%203&page=2", &["sqli_union"], &[]),
    (Step::NamedValue, "7=7 union", &[], &["sqli_union"]),
    (Step::PackedBase64, "data=MSBVTklPTiBTRUxFQ1QgYSBGUk9NIGI=", &["sqli_union"], &[]),
    (Step::PackedHex, "0x27206f7220313d31202d2d", &["sqli_boolean_blind"], &[]),
    (Step::Apostrophes, "Your code is 7 and 8; theirs is 9 or 10 -- don't mix them up!", &[], &["sqli_boolean_blind"]),
    (Step::LineComments, "7 union -- x\nselect 1", &["sqli_union"], &[]),
    (Step::SplitWords, "UN/**/ION", &["sqli_comment_obfuscation"], &[]),
    (Step::Literals, "%' AND 88=88 AND '%'='", &["sqli_boolean_blind"], &[]),
    (Step::WholeQuery, "declare @a int", &[], &["sqli_stacked"]),
    (Step::Comparison, "7 or 1=1", &["sqli_boolean_blind"], &[]),
    (Step::ComparisonInQuery, "SELECT a FROM t WHERE id = 5 OR 1=1", &["sqli_boolean_blind"], &[]),
    (Step::LoneOperand, "x' or 1", &["sqli_boolean_blind"], &[]),
    (Step::ConstantWhere, "SELECT a FROM t WHERE 3=4", &["sqli_boolean_blind"], &[]),
    (Step::MarkOperator, "0' = '0", &["sqli_boolean_blind"], &[]),
    (Step::MarkCut, "sam'#", &["sqli_comment_obfuscation"], &[]),
    (Step::BracketCut, "7)--", &["sqli_comment_obfuscation"], &[]),
    (Step::Swallowed, "(select 1)--", &["sqli_boolean_blind"], &[]),
    (Step::LoneSign, "' * '", &["sqli_boolean_blind"], &[]),
    (Step::UnionSelect, "7 union select a", &["sqli_union"], &[]),
    (Step::ForeignUnion, "SELECT a FROM t UNION SELECT a, b FROM u", &["sqli_union"], &[]),
    (Step::DanglingUnion, "1' union", &["sqli_union"], &[]),
    (Step::OrderCount, "1 order by 3", &["sqli_union"], &[]),
    (Step::Dump, "7 into outfile '/tmp/x'", &["sqli_union"], &[]),
    (Step::FileRead, "load_file('/etc/passwd')", &["sqli_union"], &[]),
    (Step::Catalogue, "x (select table_name from information_schema.tables)", &["sqli_union"], &[]),
    (Step::BehindValue, "1 - (select 2)", &["sqli_union"], &[]),
    (Step::Sleep, "sleep(5)", &["sqli_time_blind"], &[]),
    (Step::Wait, "pg_sleep(5)", &["sqli_time_blind"], &[]),
    (Step::Benchmark, "benchmark(5000000,md5(1))", &["sqli_time_blind"], &[]),
    (Step::Heavy, "randomblob(1000000000)", &["sqli_time_blind"], &[]),
    (Step::Waitfor, "waitfor delay '0:0:5'", &["sqli_time_blind"], &[]),
    (
        Step::Crossed,
        "from information_schema.columns a, information_schema.columns b, information_schema.columns c",
        &["sqli_time_blind"],
        &[],
    ),
    (Step::BehindSemicolon, "x'; shutdown", &["sqli_stacked"], &[]),
    (Step::BehindMark, "x' exec master", &["sqli_stacked"], &[]),
    (Step::Declare, "7 declare @a int", &["sqli_stacked"], &[]),
    (Step::Run, "exec(@s)", &["sqli_stacked"], &[]),
    (Step::Shell, "xp_cmdshell 'dir'", &["sqli_stacked"], &[]),
    (Step::Loud, "extractvalue(1,2)", &["sqli_error_based"], &[]),
    (Step::Geometry, "a multipoint((select 1))", &["sqli_error_based"], &[]),
    (Step::Floor, "floor(rand(0)*2)", &["sqli_error_based"], &[]),
    (Step::Exp, "x, (select exp(~1))", &["sqli_error_based"], &[]),
    (Step::Analyse, "7 having x procedure analyse(1)", &["sqli_error_based"], &[]),
    (Step::Having, "having 1=1", &["sqli_error_based"], &[]),
    (Step::Convert, "cast(version() as int)", &["sqli_error_based"], &[]),
    (Step::Pieces, "x, (select char(58)+char(118))", &["sqli_error_based"], &[]),
    (Step::ServerVariable, "7, (select @@version)", &["sqli_error_based"], &[]),
    (Step::HiddenKey, "/**/or/**/x", &["sqli_comment_obfuscation"], &[]),
    (Step::SplitKey, "UN/**/ION", &["sqli_comment_obfuscation"], &[]),
    (Step::HiddenHit, "7/**/or 1=1", &["sqli_boolean_blind", "sqli_comment_obfuscation"], &["sqli_boolean_blind"]),
];

fn kinds(text: &str) -> Vec<&'static str> {
    sql_injection(text).iter().map(|finding| finding.kind.word()).collect()
}

#[test]
fn no_step_can_be_left_out_unseen() {
    for (step, text, expected, expected_without) in CASES {
        let seen = kinds(text);
        let seen_without = without(*step, || kinds(text));

        assert_ne!(seen, seen_without, "{step:?}: {text}");
        assert_eq!((seen.as_slice(), seen_without.as_slice()), (*expected, *expected_without), "{step:?}: {text}");
    }
}

/// A new step gets the next number, and this count fails until it has a case.
#[test]
fn every_step_has_its_case() {
    let steps: Vec<usize> = CASES.iter().map(|case| case.0 as usize).collect();

    assert_eq!(steps, (Step::UrlEscapes as usize..=Step::HiddenHit as usize).collect::<Vec<_>>());
}
