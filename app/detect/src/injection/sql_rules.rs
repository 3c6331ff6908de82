use std::sync::LazyLock;

use crate::{
    Kind,
    SqlTechnique::{BooleanBlind, CommentObfuscation, ErrorBased, Stacked, TimeBlind, Union},
    rules::Rules,
};

/// What no query needs, whole or not.
pub(crate) static STATEMENT: LazyLock<Rules> = LazyLock::new(|| {
    Rules::new(&[
        (Kind::SqlInjection(TimeBlind), 92, r"(?:^|[^.\w])sleep\s*\(\s*(?:['x]*\d+(?:\.\d+)?['x]*\s*[)*/+-]|\(|if\b|__)"),
        (
            Kind::SqlInjection(TimeBlind),
            95,
            r"\b(?:pg_sleep(?:_for|_until)?|dbms_lock\.sleep|dbms_session\.sleep|dbms_pipe\.receive_message)\s*\(",
        ),
        (Kind::SqlInjection(TimeBlind), 95, r#"\bwaitfor\s+(?:delay|time)\b\s*['"(@x\d]"#),
        (Kind::SqlInjection(TimeBlind), 92, r"\bbenchmark\s*\(\s*[\w(*+.]+\s*,"),
        (Kind::SqlInjection(TimeBlind), 88, r"\brandomblob\s*\(\s*[\d(]"),
        (Kind::SqlInjection(TimeBlind), 85, r"\bgenerate_series\s*\(\s*1\s*,\s*\d{6,}"),
        (Kind::SqlInjection(ErrorBased), 92, r"\b(?:extractvalue|updatexml)\s*\("),
        (Kind::SqlInjection(ErrorBased), 92, r"\bfloor\s*\(\s*rand\s*\("),
        (Kind::SqlInjection(ErrorBased), 92, r"\b(?:utl_inaddr|utl_http|ctxsys\.drithsx|dbms_ldap|gtid_subset)\b"),
        (Kind::SqlInjection(ErrorBased), 92, r"\bexp\s*\(\s*~"),
        (Kind::SqlInjection(ErrorBased), 92, r"\bprocedure\s+analyse\s*\("),
        (Kind::SqlInjection(ErrorBased), 88, r"\bconvert\s*\(\s*int\s*,\s*(?:\(\s*select|@@|db_name|user|char\s*\()"),
        (Kind::SqlInjection(Union), 90, r"\binto\s+(?:out|dump)file\b"),
        (Kind::SqlInjection(Union), 88, r#"\bload_file\s*\(\s*(?:['"]|0x|char)"#),
        (
            Kind::SqlInjection(Union),
            88,
            r"\bunion\b[\s(]*(?:all\b|distinct\b)?[\s(]*select\b[^;]*(?:null\s*,\s*null|@@|\binformation_schema\b|\b0x[0-9a-f]{4,}|\bversion\s*\(\s*\)|\bdatabase\s*\(\s*\)|\buser\s*\(\s*\)|\bconcat_ws\s*\(|\bgroup_concat\s*\(|\bsqlite_master\b|\bpg_shadow\b|\bmysql\.user\b|--\s*-?\s*$|#\s*$)",
        ),
        (Kind::SqlInjection(Union), 85, r"=\s*-\d+\s*\)*\s*union\b[\s(]*(?:all\b|distinct\b)?[\s(]*select\b"),
        (Kind::SqlInjection(Stacked), 95, r"\bxp_(?:cmdshell|dirtree|regread|fileexist)\b"),
        (
            Kind::SqlInjection(Stacked),
            92,
            r"\bselect\b[^;]*;\s*(?:drop\s+(?:table|database|schema|view|user|index|function|procedure)|truncate\s+\w|shutdown\b|exec(?:ute)?\s+\w|grant\s+\w|revoke\s+\w|alter\s+(?:table|user|login|role|database)|delete\s+from|insert\s+into|update\s+\w+\s+set|create\s+(?:user|login))",
        ),
        (
            Kind::SqlInjection(Stacked),
            85,
            r";\s*(?:drop\s+(?:table|database|schema)|delete\s+from|truncate\s+table|shutdown)\b[^;]*;?\s*(?:--|#)",
        ),
        (Kind::SqlInjection(BooleanBlind), 90, r"\b(?:or|\|\|)\s*\(*\s*(?:not\s+)?\d+\s*(?:=|<=>|like|<|>|<>|!=)\s*\d+"),
        (Kind::SqlInjection(BooleanBlind), 90, r#"\bor\s*\(*\s*(?:'[^']*'|"[^"]*")\s*(?:=|like)\s*\(*\s*(?:'[^']*'|"[^"]*")"#),
        (Kind::SqlInjection(BooleanBlind), 85, r"\bor\s+\(*(?:not\s+false|true|1)\s*\)*\s*(?:--|#|/\*)"),
    ])
});

/// What only a piece of a query says.
pub(crate) static FRAGMENT: LazyLock<Rules> = LazyLock::new(|| {
    Rules::new(&[
        (Kind::SqlInjection(Union), 94, r"\bunion\b(?:[\s(+]|all\b|distinct(?:row)?\b)*select\b"),
        (Kind::SqlInjection(Union), 90, r"\bunion(?:all)?select\b"),
        (Kind::SqlInjection(Union), 85, r#"['")\d]\s*\)*\s*(?:order|group)\s+by\s+\d+(?:\s*,\s*\d+)*\s*(?:--|#|/\*|;|$)"#),
        (
            Kind::SqlInjection(Union),
            85,
            r"\bselect\b.{0,300}\bfrom\s+\(*(?:information_schema|sysobjects|syscolumns|mysql\.user|pg_catalog|all_tables|sys\.|master\.\.|v\$version|sqlite_master|dual\b)",
        ),
        (
            Kind::SqlInjection(BooleanBlind),
            90,
            r#"(?:\b(?:or|and|xor|where)\b|\|\||&&)[\s(+!~-]*(?:not\b[\s(]*)*['"]?\d+['"]?\s*\)*\s*(?:=|<=>|<>|!=|<|>|\blike\b|\bin\s*\(|\bis\b|\bbetween\b|\brlike\b|\bregexp\b)"#,
        ),
        (
            Kind::SqlInjection(BooleanBlind),
            88,
            r#"(?:\b(?:or|and|xor)\b|\|\||&&)[\s(]*(?:not\s+)?['"][^'"]{0,40}['"]\s*(?:=|<=>|<>|!=|<|>|\blike\b|\bin\s*\(|\bis\b|\bbetween\b)"#,
        ),
        (
            Kind::SqlInjection(BooleanBlind),
            86,
            r#"(?:\b(?:or|and|xor)\b|\|\||&&)[\s(]*(?:not\s+)?(?:true|false|null|[\d.]+)\s*\)*\s*(?:--|#|/\*|;)"#,
        ),
        (
            Kind::SqlInjection(BooleanBlind),
            86,
            r"(?:\b(?:or|and|xor|having|where)\b|\|\||&&)[\s(!]*(?:not\b[\s(]*)?(?:exists|ascii|substring|substr|mid|ord|lower|upper|if|ifnull|database|make_set|elt|row|row_count|bin|hex|strcmp|instr|locate|length|char_length|char|unicode|cast|convert|user|version|current_user|isnull|coalesce|count)\s*\(",
        ),
        (Kind::SqlInjection(BooleanBlind), 88, r"(?:\b(?:or|and|xor)\b|\|\||&&|[=+*/<>-])\s*(?:not\s*)?\(\s*select\b"),
        (Kind::SqlInjection(BooleanBlind), 84, r"\b(?:or|and)\s+(\w+)\s*=\s*\w+\s*(?:--|#|/\*)"),
        (Kind::SqlInjection(BooleanBlind), 84, r"\bcase\s+when\b.{1,200}\bthen\b"),
        (Kind::SqlInjection(BooleanBlind), 82, r"^\s*-?\d+\s*\)*\s*(?:or|\|\|)\s+(?:true|1)\s*$"),
        (Kind::SqlInjection(ErrorBased), 86, r#"\bhaving\s+\(*['"]?\d+['"]?\s*(?:=|<|>|like)"#),
        (Kind::SqlInjection(ErrorBased), 86, r"\bcast\s*\(\s*(?:\(\s*select|@@version|version\s*\(\)|current_database)"),
        (Kind::SqlInjection(ErrorBased), 84, r"@@(?:version|servername|hostname|datadir)\b"),
        (
            Kind::SqlInjection(ErrorBased),
            84,
            r"\b(?:multipoint|polygon|geometrycollection|linestring|json_keys|xmltype)\s*\(\s*\(?\s*(?:select|convert)",
        ),
        (Kind::SqlInjection(ErrorBased), 82, r"\bchar\s*\(\s*\d+\s*\)\s*(?:\+|\|\|)"),
        (Kind::SqlInjection(ErrorBased), 82, r"\bgroup\s+by\b.{0,80}\bhaving\b"),
        (
            Kind::SqlInjection(Stacked),
            92,
            r"(?:;|\bgo\s)\s*(?:begin\s+)?(?:drop\s+(?:table|database|schema|view|user|index|function|procedure|column)\b|delete\s+from\b|delete\s+\w+\s*(?:;|--|#|where)|insert\s+into\b|truncate\s+(?:table\s+)?\w|alter\s+(?:table|user|login|role|database)\b|create\s+(?:table|user|login|function|procedure|role|alias|or\s+replace)\b|exec(?:ute)?\s*[\s(@]\s*\w|shutdown\b|declare\s+@|grant\s+\w|revoke\s+\w|backup\s+database|copy\s+\w|update\s+[\w.\[\]]+\s*(?:set\b|;|--|#|/\*)|if\s*\(|waitfor\b|call\s+\w+\s*\(|merge\s+into|rename\s+table|load\s+data|kill\s+\d|use\s+\w+\s*;|set\s+@?\w+\s*=)",
        ),
        (Kind::SqlInjection(Stacked), 88, r#";\s*\(?\s*select\s*(?:\*|[\w.,()\s'"@*]{1,120}\bfrom\b|['"@\d]|\w+\s*\(|null|case\b)"#),
        (Kind::SqlInjection(Stacked), 86, r"\b(?:exec|execute)\s+(?:master|sp_|immediate|\(\s*@)"),
        (Kind::SqlInjection(CommentObfuscation), 84, r#"^[\w.@+-]{0,40}['"`]\s*\)*\s*(?:--|#|/\*|;\s*--)"#),
    ])
});

/// What follows a quotation mark or bracket that closes somebody else's.
pub(crate) static BREAKING: LazyLock<Rules> = LazyLock::new(|| {
    Rules::new(&[
        (
            Kind::SqlInjection(BooleanBlind),
            88,
            r#"['"`]\s*\)*\s*(?:(?:or|and|xor|having|where|like|rlike|regexp|between|in|is|not|div|mod|limit|procedure|group\s+by|order\s+by)\b|\|\||&&)[^\n]{0,120}?(?:=|<|>|\(|--|#|/\*|\blike\b|\bnull\b|\btrue\b|\bfalse\b|\bbetween\b|['"`]\s*\S{0,3}\s*$)"#,
        ),
        (Kind::SqlInjection(BooleanBlind), 82, r#"['"`]\s*\)*\s*(?:=|<=>|<>|!=|\+|-|\*|/|\^|%|&|\|{1,2}|<|>)\s*\(*\s*(?:['"`]|\()"#),
        (Kind::SqlInjection(BooleanBlind), 82, r#"^\s*['"`]?\s*\)*\s*(?:or|and|\|\||&&|xor)\s*['"`]?\s*$"#),
        (Kind::SqlInjection(BooleanBlind), 84, r#"^[^'"`]{0,40}\)+\s*(?:or|and|\|\||&&|xor)\b.{0,120}(?:=|<|>|like|\()"#),
        (Kind::SqlInjection(Stacked), 84, r#"['"`]\s*\)*\s*;\s*(?:--|#|$|\w+\s+(?:table|database|from|into|@|set)\b)"#),
        (Kind::SqlInjection(CommentObfuscation), 84, r#"\w?['"`]\s*\)*\s*(?:--(?:[\s+-]|$)|#\s*$|/\*)"#),
        (Kind::SqlInjection(CommentObfuscation), 82, r"\d\s*\)+\s*(?:--|#|/\*)"),
    ])
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        assert_eq!(STATEMENT.len(), (22, 22));
        assert_eq!(FRAGMENT.len(), (22, 22));
        assert_eq!(BREAKING.len(), (7, 7));
    }
}
