use proptest::prelude::*;

use super::*;

const LIMITS: Limits = Limits { bytes: 2_000, elements: 20, depth: 5, attributes: 4, comments: Comments::Refused };

fn fault(xml: &str) -> XmlFault {
    read(xml.as_bytes(), &LIMITS).expect_err(xml)
}

#[test]
fn names_are_resolved_and_text_is_joined() {
    let xml = "<?xml version='1.0' encoding='UTF-8'?>\n<a:r xmlns:a='urn:a' xmlns='urn:d' a:x='1' y='&lt;&#50;'>p&amp;q<c/>&#x72;</a:r>\n";

    let root = read(xml.as_bytes(), &LIMITS).unwrap();

    assert!(root.is("urn:a", "r") && root.children[0].is("urn:d", "c"));
    assert_eq!((root.text.as_str(), root.attribute("y"), root.attribute("x")), ("p&qr", Some("<2"), None));
}

#[test]
fn what_is_not_needed_is_refused() {
    let cases = [
        ("<!DOCTYPE r><r/>", XmlFault::DocumentType),
        ("<!DOCTYPE r [<!ENTITY e 'x'>]><r>&e;</r>", XmlFault::DocumentType),
        ("<r>&e;</r>", XmlFault::Entity),
        ("<r a='&e;'/>", XmlFault::Entity),
        ("<?p x?><r/>", XmlFault::Instruction),
        ("<r><?p x?></r>", XmlFault::Instruction),
        ("<r>a<!---->b</r>", XmlFault::Comment),
        ("<r><![CDATA[a]]></r>", XmlFault::CData),
        ("<?xml version='1.0' encoding='utf-16'?><r/>", XmlFault::NotUtf8),
    ];
    for (xml, expected) in cases {
        assert_eq!(fault(xml), expected, "{xml}");
    }
    assert_eq!(read(b"<r>\xff</r>", &LIMITS).unwrap_err(), XmlFault::NotUtf8);
}

#[test]
fn what_another_reader_would_repair_is_refused() {
    for xml in [
        "",
        "x",
        "<r>",
        "<r></s>",
        "<r/><r/>",
        "<r/>junk",
        "junk<r/>",
        "<r a='1' a='2'/>",
        "<r xmlns:p='u' xmlns:q='u' p:a='1' q:a='2'/>",
        "<p:r/>",
        "<r a='<'/>",
        "<r>\u{0}</r>",
        "<r>&#0;</r>",
        "<r>&#1;</r>",
        "<r xmlns:p=''/>",
        " <?xml version='1.0'?><r/>",
    ] {
        assert_eq!(fault(xml), XmlFault::Malformed, "{xml:?}");
    }
}

#[test]
fn what_costs_much_is_refused() {
    let attributes: String = (0..5).map(|n| format!(" a{n}='1'")).collect();

    assert_eq!(fault(&format!("<r{attributes}/>")), XmlFault::TooManyAttributes);
    assert_eq!(fault(&"<r>".repeat(6)), XmlFault::TooManyElements);
    assert_eq!(fault(&format!("<r>{}</r>", "<a/>".repeat(20))), XmlFault::TooManyElements);
    assert_eq!(fault(&format!("<r>{}</r>", "x".repeat(2_000))), XmlFault::TooLarge);
}

#[test]
fn comments_are_skipped_where_nothing_is_signed() {
    let root = read(b"<!--a--><r>a<!--b-->c</r>", &Limits { comments: Comments::Skipped, ..LIMITS }).unwrap();

    assert_eq!(root.text, "ac");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "[<>/a-c:=' &;#!\\[\\]x?-]{0,200}") {
        let _ = read(text.as_bytes(), &LIMITS);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes, &LIMITS);
    }
}
