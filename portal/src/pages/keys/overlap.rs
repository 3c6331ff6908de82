#[cfg(any(feature = "ssr", test))]
use crate::PortalError;
use crate::components::Tick;

/// Hours, what to call them, and for whom that is right.
const OFFERED: [(&str, &str, &str); 6] = [
    ("0", "End it now", "Calls that still use the old secret are refused at once. Right if it leaked."),
    ("1", "1 hour", "Enough when one deployment holds the secret."),
    ("24", "24 hours", "Enough for most rollouts."),
    ("168", "7 days", "For clients that you cannot deploy yourself."),
    ("720", "30 days", "The longest there is."),
    ("custom", "Another time", "The hours are below."),
];

/// What the form offers.
pub(super) fn overlap_ticks() -> Vec<Tick> {
    let tick = |(value, label, hint): (&str, &str, &str)| Tick {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: Some(hint.to_owned()),
        checked: value == "24",
    };
    OFFERED.map(tick).to_vec()
}

/// How long the old secret keeps working after a roll. Only the server reads forms.
#[cfg(any(feature = "ssr", test))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overlap {
    /// In hours; none at all ends it now.
    pub(crate) hours: u32,
}

#[cfg(any(feature = "ssr", test))]
impl Overlap {
    /// Reads the choice, and the hours when it is another time.
    pub(crate) fn parse(choice: &str, custom_hours: &str) -> Result<Self, PortalError> {
        if choice != "custom" {
            let problem = || PortalError::field_problem("overlap", "Choose how long the old secret keeps working.");
            let is_offered = OFFERED.iter().any(|(value, ..)| *value == choice);
            return choice.parse().ok().filter(|_| is_offered).map(|hours| Self { hours }).ok_or_else(problem);
        }
        let problem = || PortalError::field_problem("custom_hours", "Say how many hours: 1 to 720.");
        custom_hours.trim().parse().ok().filter(|hours| (1..=720).contains(hours)).map(|hours| Self { hours }).ok_or_else(problem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offered_times_and_hours_of_ones_own_are_read() {
        let hours = |choice: &str, custom: &str| Overlap::parse(choice, custom).ok().map(|overlap| overlap.hours);

        assert_eq!([hours("0", ""), hours("720", ""), hours("custom", " 36 ")], [Some(0), Some(720), Some(36)]);
        for (choice, custom) in [("2", ""), ("", ""), ("custom", ""), ("custom", "0"), ("custom", "721"), ("custom", "-1"), ("+24", "")] {
            assert_eq!(hours(choice, custom), None, "{choice} {custom}");
        }
    }
}
