use leptos::prelude::*;
use model::views::{DiffKind, DiffLine, FieldChange, TextChange, VersionDiff};

/// Unchanged lines that stay in view around a change.
const AROUND: usize = 3;

/// How two forms of a policy differ: short fields first, then texts line by line.
#[component]
pub(crate) fn DiffView(
    /// What differs.
    diff: VersionDiff,
) -> impl IntoView {
    if diff.is_empty() {
        return view! { <p class="small muted">"Nothing differs."</p> }.into_any();
    }
    let fields = (!diff.fields.is_empty()).then(|| {
        // What a new policy leaves empty is no change.
        let said = diff.fields.into_iter().filter(|change| change.before.is_some() || change.after.as_deref() != Some(""));
        let rows = said.map(field).collect_view();
        view! { <dl class="changes">{rows}</dl> }
    });
    let texts = diff.texts.into_iter().map(text).collect_view();
    view! { <div class="stack">{fields}{texts}</div> }.into_any()
}

fn field(change: FieldChange) -> impl IntoView {
    let before = change.before.filter(|text| !text.is_empty()).map(|text| view! { <del>{text}</del>" " });
    let empty = if change.field == "surfaces" { "everywhere" } else { "nothing" };
    let after = change.after.map(|text| if text.is_empty() { empty.to_owned() } else { text });
    view! { <dt>{in_words(&change.field)}</dt><dd>{before}{after.map(|text| view! { <ins>{text}</ins> })}</dd> }
}

fn text(change: TextChange) -> impl IntoView {
    let (added, removed) = counts(&change.lines);
    let name = in_words(&change.field);
    let label = format!("What changed in {name}");
    let rows = shown(&change.lines).into_iter().map(|row| match row {
        Row::Line(line) => line_view(line).into_any(),
        Row::Skip(many) => {
            let words = if many == 1 { "1 unchanged line".to_owned() } else { format!("{many} unchanged lines") };
            view! { <div class="diff-line diff-skip"><span></span><span></span><span>{words}</span></div> }.into_any()
        }
    });
    view! {
        <div class="stack-2">
            <p class="row row-apart small"><b class="strong">{name}</b><span class="muted">{format!("+{added} −{removed}")}</span></p>
            <div class="diff" role="group" tabindex="0" aria-label=label>{rows.collect_view()}</div>
        </div>
    }
}

fn line_view(line: DiffLine) -> impl IntoView {
    let (class, sign, number) = match line.kind {
        DiffKind::Same => ("diff-line", "", line.after),
        DiffKind::Added => ("diff-line diff-add", "+", line.after),
        DiffKind::Removed => ("diff-line diff-remove", "−", line.before),
    };
    view! { <div class=class><span>{number}</span><span>{sign}</span><span>{line.text}</span></div> }
}

#[derive(Debug, PartialEq)]
enum Row {
    Line(DiffLine),
    Skip(usize),
}

/// Lines near a change; what is far from any is counted.
fn shown(lines: &[DiffLine]) -> Vec<Row> {
    let changed: Vec<usize> = lines.iter().enumerate().filter(|(_, line)| line.kind != DiffKind::Same).map(|(at, _)| at).collect();
    let mut rows = Vec::new();
    let mut skipped = 0;
    for (at, line) in lines.iter().enumerate() {
        if changed.iter().any(|change| change.abs_diff(at) <= AROUND) {
            if skipped > 0 {
                rows.push(Row::Skip(std::mem::take(&mut skipped)));
            }
            rows.push(Row::Line(line.clone()));
        } else {
            skipped += 1;
        }
    }
    if skipped > 0 {
        rows.push(Row::Skip(skipped));
    }
    rows
}

fn counts(lines: &[DiffLine]) -> (usize, usize) {
    let of = |kind| lines.iter().filter(|line| line.kind == kind).count();
    (of(DiffKind::Added), of(DiffKind::Removed))
}

/// `test_cases` as "Test cases".
fn in_words(field: &str) -> String {
    let words = field.replace('_', " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(kind: DiffKind, text: &str) -> DiffLine {
        DiffLine { kind, text: text.to_owned(), before: None, after: None }
    }

    #[test]
    fn only_lines_near_a_change_are_shown() {
        let mut lines: Vec<DiffLine> = (0..10).map(|n| line(DiffKind::Same, &n.to_string())).collect();
        lines.insert(5, line(DiffKind::Added, "new"));

        let rows = shown(&lines);

        assert_eq!((rows.first(), rows.len(), rows.last()), (Some(&Row::Skip(2)), 9, Some(&Row::Skip(2))));
        assert_eq!(counts(&lines), (1, 0));
        assert!(shown(&[]).is_empty());
    }
}
