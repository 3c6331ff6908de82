use leptos::prelude::*;
use model::views::VerdictSeries;
use time::{Duration, OffsetDateTime, macros::format_description};

use crate::components::{VerdictMark, grouped, verdict_slug, verdict_word};

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 40.0;
const GAP: f64 = 1.0;

/// Decisions hour by hour, one strip per verdict. Each strip has its own scale, so that the few stay as visible as the many.
#[component]
pub(crate) fn VerdictStrips(org: String, series: Vec<VerdictSeries>, from: OffsetDateTime) -> impl IntoView {
    let caption = caption(&series);
    let strips = series.iter().map(|one| strip(&org, one)).collect_view();
    let hours = [0, 6, 12, 18, 23].map(|hour| view! { <span>{clock(from + Duration::hours(hour))}</span> }).collect_view();
    view! {
        <figure class="card-body chart">
            <figcaption class="visually-hidden">{caption}</figcaption>
            <div class="strips">{strips}<div class="strip-x" aria-hidden="true">{hours}</div></div>
            <StripsAsTable series from/>
        </figure>
    }
}

fn strip(org: &str, series: &VerdictSeries) -> impl IntoView + use<> {
    let peak = series.hours.iter().copied().max().unwrap_or(0);
    let fill = format!("fill-{}", verdict_slug(series.verdict));
    let bars = bars(&series.hours, peak)
        .into_iter()
        .map(|bar| view! { <rect class=fill.clone() x=bar.x y=bar.y width=bar.width height=bar.height/> })
        .collect_view();
    view! {
        <a class="strip" href=format!("/o/{org}/decisions?verdict={}", series.verdict)>
            <VerdictMark verdict=series.verdict/>
            <b class="num">{grouped(series.total)}</b>
            <svg viewBox="0 0 720 40" preserveAspectRatio="none" aria-hidden="true">{bars}</svg>
            <span class="peak">{if peak > 0 { format!("peak {}", grouped(peak)) } else { "none".to_owned() }}</span>
        </a>
    }
}

/// The same numbers for people who do not look at charts.
#[component]
fn StripsAsTable(series: Vec<VerdictSeries>, from: OffsetDateTime) -> impl IntoView {
    let heads = series.iter().map(|one| view! { <th scope="col" class="cell-num">{verdict_word(one.verdict)}</th> }).collect_view();
    let rows = (0..24)
        .map(|hour: usize| {
            let at = from + Duration::hours(i64::try_from(hour).unwrap_or(0));
            let cells = series
                .iter()
                .map(|one| view! { <td class="cell-num">{grouped(one.hours.get(hour).copied().unwrap_or(0))}</td> })
                .collect_view();
            view! { <tr><th scope="row">{clock(at)}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <details class="disclosure">
            <summary>"Show the numbers"</summary>
            <div class="table-wrap" role="region" aria-label="Decisions by hour" tabindex="0">
                <table class="table">
                    <thead><tr><th scope="col">"Hour, UTC"</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Bar {
    x: String,
    y: String,
    width: String,
    height: String,
}

/// One bar per hour; the tallest fills the strip, an empty hour has none.
fn bars(hours: &[u64], peak: u64) -> Vec<Bar> {
    let step = WIDTH / f64::from(u32::try_from(hours.len().max(1)).unwrap_or(1));
    let mut left = -step;
    hours
        .iter()
        .map(|&count| {
            left += step;
            let height = share(count, peak) * HEIGHT;
            Bar {
                x: format!("{:.1}", left + GAP),
                y: format!("{:.1}", HEIGHT - height),
                width: format!("{:.1}", step - 2.0 * GAP),
                height: format!("{height:.1}"),
            }
        })
        .collect()
}

/// `count / peak`, with enough digits for a picture.
fn share(count: u64, peak: u64) -> f64 {
    let permille = count.saturating_mul(1_000).checked_div(peak).unwrap_or(0).min(1_000);
    u32::try_from(permille).map_or(0.0, |permille| f64::from(permille) / 1_000.0)
}

fn caption(series: &[VerdictSeries]) -> String {
    let words: Vec<_> = series.iter().map(|one| format!("{} {}", grouped(one.total), verdict_word(one.verdict).to_lowercase())).collect();
    format!("Decisions per hour over the last 24 hours, one strip per verdict: {}.", words.join(", "))
}

fn clock(at: OffsetDateTime) -> String {
    at.format(format_description!("[hour]:[minute]")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_busiest_hour_fills_the_strip_and_an_empty_one_is_flat() {
        let bars = bars(&[0, 5, 10], 10);

        let heights: Vec<_> = bars.iter().map(|bar| bar.height.as_str()).collect();
        assert_eq!(heights, ["0.0", "20.0", "40.0"]);
        assert_eq!(bars.last().map(|bar| bar.x.as_str()), Some("481.0"));
    }

    #[test]
    fn a_day_without_calls_divides_nothing_by_zero() {
        assert!(bars(&[0; 24], 0).iter().all(|bar| bar.height == "0.0"));
    }

    #[test]
    fn the_caption_says_every_number() {
        let series = [VerdictSeries { verdict: model::Verdict::Deny, hours: vec![1, 2], total: 1_203 }];

        assert!(caption(&series).ends_with("one strip per verdict: 1,203 denied."));
    }
}
