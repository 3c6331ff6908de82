use std::sync::LazyLock;

use crate::{Finding, Kind, rules::Rules};

static SCRIPT: LazyLock<Rules> = LazyLock::new(|| {
    Rules::new(&[
        (Kind::CrossSiteScripting, 90, r"<script[\s/>][^<]{0,400}"),
        (Kind::CrossSiteScripting, 95, r#"<[a-z][a-z0-9-]*\b[^<>]*[\s/"']on[a-z]{3,24}\s*=\s*["'`]?[^\s"'`>]+"#),
        (Kind::CrossSiteScripting, 92, r#"(?:href|src|action|formaction|data|xlink:href)\s*=\s*["']?\s*(?:javascript|vbscript):"#),
        (
            Kind::CrossSiteScripting,
            88,
            r"\b(?:javascript|vbscript):\s*(?:alert|confirm|prompt|eval|fetch|document|window|location|//|%|void\()",
        ),
        (Kind::CrossSiteScripting, 90, r"<iframe\b[^<>]*\bsrcdoc\s*="),
        (Kind::CrossSiteScripting, 88, r"<(?:object|embed|iframe)\b[^<>]*(?:data:text/html|javascript:)"),
        (Kind::CrossSiteScripting, 85, r#"["']\s*/?>\s*<(?:script|svg|img|iframe)\b"#),
    ])
});

/// Markup that runs script.
pub(crate) fn find(text: &str, found: &mut Vec<Finding>) {
    SCRIPT.find(text, found);
}

#[cfg(test)]
mod tests {
    use crate::{Kind, scan};

    fn is_found(text: &str) -> bool {
        scan(text).kinds().contains(&Kind::CrossSiteScripting)
    }

    #[test]
    fn script_in_markup_is_found() {
        assert_eq!(super::SCRIPT.len(), (7, 7));
        for text in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<svg/onload=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "q=%3Cscript%3Ealert(1)%3C/script%3E",
        ] {
            assert!(is_found(text), "{text}");
        }
    }

    #[test]
    fn plain_markup_and_talk_are_not() {
        for text in
            ["<b>bold</b> and <img src=\"a.png\">", "The onload event of a page", "Learn javascript: the good parts", "a < b and c > d"]
        {
            assert!(!is_found(text), "{text}");
        }
    }
}
