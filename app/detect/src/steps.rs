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
