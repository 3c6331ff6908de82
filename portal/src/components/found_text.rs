use leptos::prelude::*;
use model::views::{FoundFamily, FoundLine, Segment};

use super::kind_in_words;

/// A text in which every finding is marked and named where it ends.
#[component]
pub(crate) fn FoundText(
    /// What the text is, for those who cannot see its frame.
    #[prop(into)]
    label: String,
    /// The text in parts.
    segments: Vec<Segment>,
    /// The findings that the parts name.
    found: Vec<FoundLine>,
) -> impl IntoView {
    let parts = segments
        .iter()
        .enumerate()
        .map(|(at, segment)| {
            let next = segments.get(at + 1).map(|segment| segment.found.as_slice()).unwrap_or_default();
            part(segment, next, &found)
        })
        .collect::<Vec<_>>();
    view! { <pre class="found-text" tabindex="0" role="region" aria-label=label>{parts}</pre> }
}

fn part(segment: &Segment, next: &[usize], found: &[FoundLine]) -> AnyView {
    let text = segment.text.clone();
    let Some(family) = family(segment, found) else { return text.into_any() };
    let ends = segment.found.iter().filter(|index| !next.contains(index)).filter_map(|index| found.get(*index));
    let names = ends
        .map(|found| view! { <span class="found-kind" data-family=found.family.as_str()>{kind_in_words(&found.kind)}</span> })
        .collect::<Vec<_>>();
    view! { <mark class="found" data-family=family.as_str()>{text}</mark>{names} }.into_any()
}

/// A value inside an attack is marked as the value that it is.
fn family(segment: &Segment, found: &[FoundLine]) -> Option<FoundFamily> {
    let families = || segment.found.iter().filter_map(|index| found.get(*index)).map(|found| found.family);
    families().find(|family| *family != FoundFamily::Attack).or_else(|| families().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(family: FoundFamily) -> FoundLine {
        FoundLine { kind: "x".to_owned(), family, confidence: 90, validator: String::new(), line: 1, column: 1 }
    }

    #[test]
    fn a_value_inside_an_attack_is_a_value() {
        let found = [line(FoundFamily::Attack), line(FoundFamily::PersonalData)];
        let segment = |covering: &[usize]| Segment { text: "t".to_owned(), found: covering.to_vec() };

        assert_eq!(family(&segment(&[0, 1]), &found), Some(FoundFamily::PersonalData));
        assert_eq!(family(&segment(&[0]), &found), Some(FoundFamily::Attack));
        assert_eq!(family(&segment(&[]), &found), None);
    }
}
