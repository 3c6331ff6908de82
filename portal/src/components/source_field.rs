use leptos::prelude::*;

use super::rego_paint::{Piece, paint};

/// A line of a source that something is said about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineMark {
    /// From 1.
    pub(crate) line: u32,
    /// What is said.
    pub(crate) kind: LineMarkKind,
}

/// What is said about a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineMarkKind {
    /// It is wrong.
    Wrong,
    /// Tests reached it.
    Reached,
    /// Tests missed it.
    Missed,
}

impl LineMarkKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Reached => "reached",
            Self::Missed => "missed",
        }
    }
}

/// A source to edit, with line numbers, marks and colours. The colours are a picture behind the text field that a script
/// keeps up with the typing; without scripts it is a plain text field.
#[component]
pub(crate) fn SourceField(
    /// What the form posts it as.
    #[prop(into)]
    name: String,
    /// Of the control.
    #[prop(into)]
    id: String,
    /// Its label, for those who cannot see its frame.
    #[prop(into)]
    label: String,
    /// What stands in it; follows the typing.
    text: RwSignal<String>,
    /// Of lines.
    #[prop(optional, into)]
    marks: Signal<Vec<LineMark>>,
    /// What says what is wrong with it.
    #[prop(optional, into)]
    described_by: Option<String>,
    /// Whether something is wrong with it.
    #[prop(optional, into)]
    invalid: Signal<bool>,
    /// Without colours: it is no module.
    #[prop(optional)]
    plain: bool,
    /// Lines at least.
    #[prop(default = 8)]
    rows: usize,
) -> impl IntoView {
    let value = text.get_untracked();
    let lines = move || text.with(|text| text.split('\n').count());
    let longest = move || text.with(|text| text.split('\n').map(|line| line.chars().count()).max().unwrap_or(0));
    let pieces =
        move || text.with(|text| if plain { text.split('\n').map(|line| vec![(None, line.to_owned())]).collect() } else { paint(text) });
    let painted = move || pieces().into_iter().enumerate().map(|(at, line)| draw(at, line, marks)).collect::<Vec<_>>();
    view! {
        <div class="source">
            <div class="source-grid">
                <div class="source-paint" aria-hidden="true">{painted}</div>
                <textarea
                    class="source-text"
                    id=id
                    name=name
                    aria-label=label
                    aria-describedby=described_by
                    aria-invalid=move || invalid.get().then_some("true")
                    rows=move || lines().max(rows).to_string()
                    cols=move || longest().max(40).to_string()
                    spellcheck="false"
                    autocapitalize="off"
                    autocomplete="off"
                    wrap="off"
                    on:input=move |event| text.set(event_target_value(&event))
                >
                    {value}
                </textarea>
            </div>
        </div>
    }
}

fn draw(at: usize, line: Vec<Piece>, marks: Signal<Vec<LineMark>>) -> AnyView {
    let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
    // A wrong line is wrong, whether tests reached it or not.
    let mark = move || {
        marks.with(|marks| {
            let of = |wrong: bool| marks.iter().find(|mark| mark.line == number && (mark.kind == LineMarkKind::Wrong) == wrong);
            of(true).or_else(|| of(false)).map(|mark| mark.kind.as_str())
        })
    };
    let pieces = line.into_iter().map(|(class, text)| match class {
        Some(class) => view! { <span class=class>{text}</span> }.into_any(),
        None => text.into_any(),
    });
    view! { <span class="ln" data-mark=mark>{pieces.collect::<Vec<_>>()}"\n"</span> }.into_any()
}
