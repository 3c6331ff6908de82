use detect::Findings;
use model::views::Segment;

/// Cuts the text where findings begin and end. Findings may overlap; each part names all that cover it.
pub(super) fn segments(text: &str, found: &Findings) -> Vec<Segment> {
    let mut cuts: Vec<usize> = found.iter().flat_map(|f| [f.start, f.end]).chain([0, text.len()]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let parts = cuts.iter().zip(cuts.iter().skip(1));
    parts
        .filter_map(|(start, end)| {
            let covering = found.iter().enumerate().filter(|(_, f)| f.start <= *start && *end <= f.end);
            Some(Segment { text: text.get(*start..*end)?.to_owned(), found: covering.map(|(index, _)| index).collect() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(String, usize)> {
        segments(text, &detect::scan(text)).into_iter().map(|part| (part.text, part.found.len())).collect()
    }

    #[test]
    fn parts_join_to_the_text() {
        let text = "ü ann@example.com, x' OR email='bob@example.com' OR 'a'='a";

        let parts = shown(text);

        assert_eq!(parts.iter().map(|part| part.0.as_str()).collect::<String>(), text);
        assert!(parts.contains(&("ann@example.com".to_owned(), 1)), "{parts:?}");
        assert!(parts.contains(&("bob@example.com".to_owned(), 2)), "an address inside an attack is both: {parts:?}");
    }

    #[test]
    fn a_clean_text_is_one_part_and_an_empty_one_none() {
        assert_eq!(shown("hello"), [("hello".to_owned(), 0)]);
        assert!(shown("").is_empty());
    }
}
