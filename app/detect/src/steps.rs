//! Every validator and every normalisation, by name. A normal build always takes all of them, at no cost;
//! tests switch one off and see an answer change.

/// One thing that the detector proves or undoes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Luhn,
    CardIssuer,
    Mod97,
    IbanLength,
    Aba,
    FederalReserve,
    SsnAreas,
    Verhoeff,
    PanHolder,
    PersonLetter,
    EntityLetter,
    Calendar,
    DialPlan,
    Octets,
    AddressGrammar,
    Invisible,
    Compatible,
    ForeignDigits,
    Dashes,
    Blanks,
    Combining,
    Lookalikes,
    Percent,
    Entities,
    JsonEscapes,
    Base64,
    Hex,
    SplitFields,
    SpelledEmail,
    // Normalisations and rules of SQL injection; their cases are in `injection/sql/steps.rs`.
    UrlEscapes,
    WideEscapes,
    HtmlEntities,
    StringEscapes,
    PlusBlanks,
    JsonValues,
    FormValues,
    NamedValue,
    PackedBase64,
    PackedHex,
    Apostrophes,
    LineComments,
    SplitWords,
    Literals,
    WholeQuery,
    Comparison,
    ComparisonInQuery,
    LoneOperand,
    ConstantWhere,
    MarkOperator,
    MarkCut,
    BracketCut,
    Swallowed,
    LoneSign,
    UnionSelect,
    ForeignUnion,
    DanglingUnion,
    OrderCount,
    Dump,
    FileRead,
    Catalogue,
    BehindValue,
    Sleep,
    Wait,
    Benchmark,
    Heavy,
    Waitfor,
    Crossed,
    BehindSemicolon,
    BehindMark,
    Declare,
    Run,
    Shell,
    Loud,
    Geometry,
    Floor,
    Exp,
    Analyse,
    Having,
    Convert,
    Pieces,
    ServerVariable,
    HiddenKey,
    SplitKey,
    HiddenHit,
}

#[cfg(test)]
thread_local! {
    static OFF: std::cell::Cell<Option<Step>> = const { std::cell::Cell::new(None) };
}

/// Whether a normalisation is to be done.
#[cfg(not(test))]
#[inline(always)]
pub(crate) const fn is_on(_: Step) -> bool {
    true
}

#[cfg(test)]
pub(crate) fn is_on(step: Step) -> bool {
    OFF.get() != Some(step)
}

/// What a validator says; one that is switched off says yes.
#[inline(always)]
pub(crate) fn holds(step: Step, verdict: bool) -> bool {
    verdict || !is_on(step)
}

/// Does something with one step switched off.
#[cfg(test)]
pub(crate) fn without<T>(step: Step, act: impl FnOnce() -> T) -> T {
    OFF.set(Some(step));
    let done = act();
    OFF.set(None);
    done
}

#[cfg(test)]
mod tests {
    use super::{Step, without};
    use crate::scan_values;

    /// For each step a text, and what is found in it with the step and without it.
    const CASES: &[(Step, &str, &[&str], &[&str])] = &[
        (Step::Luhn, "pay 4111 1111 1111 1112 now", &[], &["credit_card"]),
        (Step::CardIssuer, "pay 9111 1111 1111 1111 6 now, 0000000000000000018", &[], &["credit_card"]),
        (Step::Mod97, "to DE89370400440532013001.", &[], &["iban"]),
        (Step::IbanLength, "to DE893704004405320130005.", &[], &["iban"]),
        (Step::Aba, "routing number 021000022", &[], &["aba_routing"]),
        (Step::FederalReserve, "routing number 990000000", &[], &["aba_routing"]),
        (Step::SsnAreas, "SSN 666-12-3456", &[], &["ssn"]),
        (Step::Verhoeff, "aadhaar 2341 2341 2347", &[], &["aadhaar"]),
        (Step::PanHolder, "PAN ABCXE1234F", &[], &["pan"]),
        (Step::PersonLetter, "NRIC S1234567E", &[], &["nric"]),
        (Step::EntityLetter, "UEN 197401143D", &[], &["uen"]),
        (Step::Calendar, "born on 30 February 1992", &[], &["date_of_birth"]),
        (Step::DialPlan, "+999 12 34 56 78", &[], &["phone"]),
        (Step::Octets, "from 10.0.0.777", &[], &["ip_address"]),
        (Step::AddressGrammar, "npm i left-pad@1.3.0", &[], &["email"]),
        (Step::Invisible, "card 41\u{200b}11111111111111", &["credit_card"], &[]),
        (Step::Compatible, "card \u{ff14}111111111111111", &["credit_card"], &[]),
        (Step::ForeignDigits, "card \u{664}111111111111111", &["credit_card"], &[]),
        (Step::Dashes, "SSN 123\u{2013}45\u{2013}6789", &["ssn"], &[]),
        (Step::Blanks, "card 4111\u{a0}1111\u{a0}1111\u{a0}1111", &["credit_card"], &[]),
        (Step::Combining, "card 4\u{336}1\u{336}11111111111111", &["credit_card"], &[]),
        (Step::Lookalikes, "NRIC \u{405}1234567D", &["nric"], &[]),
        (Step::Percent, "mail ann%40example.com", &["email"], &[]),
        (Step::Entities, "mail ann&#64;example.com", &["email"], &[]),
        (Step::JsonEscapes, "mail ann\\u0040example.com", &["email"], &[]),
        (Step::Base64, "ssn: MTIzLTQ1LTY3ODk= ok", &["ssn"], &[]),
        (Step::Hex, "ssn: 3132332d34352d36373839 ok", &["ssn"], &[]),
        (Step::SplitFields, "[\"41111111\", \"11111111\"]", &["credit_card", "credit_card"], &[]),
        (Step::SpelledEmail, "ann [at] example [dot] com", &["email"], &[]),
    ];

    fn kinds(text: &str) -> Vec<&'static str> {
        scan_values(text).iter().map(|finding| finding.kind.word()).collect()
    }

    #[test]
    fn no_step_can_be_left_out_unseen() {
        for (step, text, expected, expected_without) in CASES {
            let seen_with = kinds(text);
            let seen_without = without(*step, || kinds(text));

            assert_eq!((seen_with.as_slice(), seen_without.as_slice()), (*expected, *expected_without), "{step:?}: {text}");
        }
    }

    /// A new step gets the next number, and this count fails until it has a case.
    #[test]
    fn every_step_has_its_case() {
        let steps: Vec<usize> = CASES.iter().map(|case| case.0 as usize).collect();

        assert_eq!(steps, (0..=Step::SpelledEmail as usize).collect::<Vec<_>>());
    }
}
