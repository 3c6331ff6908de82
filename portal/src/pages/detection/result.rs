use leptos::prelude::*;
use model::views::{DetectionView, FoundFamily, FoundLine};

use super::Answer;
use crate::{
    components::{Card, CodeBlock, EmptyState, FoundKindName, FoundText, StatusWord, Table, Tone, bytes_in_words, grouped, kind_in_words},
    pages::decisions::took_in_words,
};

/// Rows that the table shows; the marked text shows all.
const MOST_ROWS: usize = 100;

/// The answer, or what to do to get one.
#[component]
pub(super) fn Shown(answer: Signal<Answer>) -> impl IntoView {
    move || match answer.get() {
        Some(Ok(view)) => view! { <Found view/> }.into_any(),
        Some(Err(_)) => ().into_any(),
        None => view! {
            <div class="card">
                <EmptyState title="Nothing checked yet" icon=icondata_lu::LuScanSearch>
                    "Findings are marked in the text, listed with what speaks for each, and redacted as a policy would redact them."
                </EmptyState>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn Found(view: DetectionView) -> impl IntoView {
    let has_values = view.found.iter().any(|found| found.family != FoundFamily::Attack);
    let redacted = has_values.then(|| view! { <RedactedText redacted=view.redacted.clone() masked=view.masked.clone()/> });
    let list = (!view.found.is_empty()).then(|| view! { <FindingTable found=view.found.clone()/> });
    view! {
        <section class="stack-6" aria-labelledby="result">
            <div class="stack-2">
                <div class="section-head">
                    <h2 id="result">"Result"</h2>
                    <span class="push"><SqlVerdict view=view.clone()/></span>
                </div>
                <p class="small muted" role="status">{summary(&view)}</p>
            </div>
            <Card title="Marked text" id="marked" flush=true>
                <FoundText label="The text with its findings marked" segments=view.segments found=view.found/>
            </Card>
            {list}
            {redacted}
        </section>
    }
}

/// Whether it is an SQL injection, and of which technique: shape, word and colour.
#[component]
fn SqlVerdict(view: DetectionView) -> impl IntoView {
    match view.sql.and_then(|index| view.found.get(index)) {
        Some(found) => {
            let words = format!("{}, {} % sure", kind_in_words(&found.kind), found.confidence);
            view! { <StatusWord tone=Tone::Bad icon=icondata_lu::LuShieldAlert>{words}</StatusWord> }.into_any()
        }
        None => view! { <StatusWord tone=Tone::Ok>"No SQL injection"</StatusWord> }.into_any(),
    }
}

fn summary(view: &DetectionView) -> String {
    let found = match view.found.len() {
        0 => "Nothing found".to_owned(),
        1 => "1 finding".to_owned(),
        many => format!("{} findings", grouped(many as u64)),
    };
    format!("{found} in {}; it took {}.", bytes_in_words(view.size_bytes), took_in_words(view.took_micros))
}

#[component]
fn FindingTable(found: Vec<FoundLine>) -> impl IntoView {
    let more = found.len().saturating_sub(MOST_ROWS);
    let foot = move || {
        (more > 0).then(|| view! { <div class="table-foot"><span>{format!("and {} more, marked in the text above", grouped(more as u64))}</span></div> })
    };
    let rows = found.into_iter().take(MOST_ROWS).map(row).collect_view();
    view! {
        <Table label="Findings" foot>
            <thead>
                <tr>
                    <th scope="col">"Found"</th>
                    <th scope="col" class="cell-num">"Confidence"</th>
                    <th scope="col">"Checked by"</th>
                    <th scope="col" class="col-md">"Place"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn row(found: FoundLine) -> impl IntoView {
    let place = format!("Line {}, character {}", grouped(found.line as u64), grouped(found.column as u64));
    view! {
        <tr>
            <th scope="row"><FoundKindName kind=found.kind family=found.family/></th>
            <td class="cell-num">{format!("{} %", found.confidence)}</td>
            <td>{found.validator}</td>
            <td class="col-md">{place}</td>
        </tr>
    }
}

/// Both styles of redaction.
#[component]
fn RedactedText(redacted: String, masked: String) -> impl IntoView {
    view! {
        <Card title="Redacted" id="redacted">
            <div class="stack-2">
                <CodeBlock code=redacted label="the redacted text" title="Placeholders" copy=true wrap=true/>
                <CodeBlock code=masked label="the masked text" title="Masked to the last four" copy=true wrap=true/>
            </div>
        </Card>
    }
}
