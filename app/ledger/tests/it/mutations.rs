//! Every known way to tamper, with what a verifier must say to it. The differential test runs the same
//! cases through the Python verifier.

use ledger::{Checkpoint, VerifyOptions, origin_of, root_of, sign, verify};
use serde_json::{Value, json};

use crate::kit::{
    ERASED_SEQ, FIRST_SEQ, KEY_NAME, Leaf, Lines, Log, PREVIOUS_SIZE, RETIRED_SEQ, RETIREMENT_SEQ, TREE_SIZE, finished, key, log, org,
    pinned, sample, vkey,
};

/// A bundle, how it is checked, and the codes that must be found: all of them and no others.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) bundle: String,
    pub(crate) options: VerifyOptions,
    pub(crate) codes: &'static [&'static str],
}

fn case(name: &'static str, bundle: String, codes: &'static [&'static str]) -> Case {
    Case { name, bundle, options: pinned(), codes }
}

fn tampered(name: &'static str, codes: &'static [&'static str], tamper: impl FnOnce(&mut Lines)) -> Case {
    let mut lines = Lines::of(&sample());
    tamper(&mut lines);
    case(name, lines.join(), codes)
}

fn kept(name: &'static str, codes: &'static [&'static str], since: String) -> Case {
    Case { options: VerifyOptions { since: Some(since), ..pinned() }, ..case(name, sample(), codes) }
}

pub(crate) fn cases() -> Vec<Case> {
    [sound(), records(), places(), values(), retirements(), heads(), earlier_heads(), kept_heads(), shapes(), ends()]
        .into_iter()
        .flatten()
        .collect()
}

fn sound() -> Vec<Case> {
    vec![
        case("sound", sample(), &[]),
        Case { options: VerifyOptions::default(), ..case("unpinned", sample(), &[]) },
        Case { options: VerifyOptions { strict: true, ..VerifyOptions::default() }, ..case("strict unpinned", sample(), &["unpinned"]) },
        case("whole log", log().bundle(1, TREE_SIZE, None), &[]),
        case("nothing", log().bundle(TREE_SIZE + 1, 0, Some(TREE_SIZE)), &[]),
    ]
}

fn records() -> Vec<Case> {
    let reword = |text: String| text.replace("\"verdict\":\"redact\"", "\"verdict\":\"allow\"");
    vec![
        tampered("verdict changed", &["leaf_mismatch"], |b| b.rewrite(17, Leaf::Kept, reword)),
        tampered("verdict changed with its leaf", &["root_mismatch"], |b| b.rewrite(17, Leaf::Rehashed, reword)),
        tampered("time moved back", &["leaf_mismatch", "time_reversed"], |b| {
            b.rewrite(17, Leaf::Kept, |text| text.replace("\"at\":1750", "\"at\":1749"));
        }),
        tampered("time moved on with its leaf", &["root_mismatch", "time_reversed"], |b| {
            b.rewrite(17, Leaf::Rehashed, |text| text.replace("\"at\":1750", "\"at\":1759"));
        }),
        tampered("spaced", &["not_canonical", "root_mismatch"], |b| {
            b.rewrite(17, Leaf::Rehashed, |text| text.replace("\"kind\":", "\"kind\": "));
        }),
        tampered("with a float", &["not_canonical", "root_mismatch"], |b| {
            b.rewrite(17, Leaf::Rehashed, |text| text.replace("\"n\":17", "\"n\":17.5"));
        }),
        tampered("with a key twice", &["malformed", "root_mismatch"], |b| {
            b.rewrite(17, Leaf::Rehashed, |text| text.replace("\"n\":17", "\"n\":17,\"n\":18"));
        }),
        tampered("with a new member", &["malformed", "root_mismatch"], |b| {
            b.rewrite(17, Leaf::Rehashed, |text| text.replace("\"v\":", "\"u\":1,\"v\":"));
        }),
        tampered("of another version", &["root_mismatch", "unsupported_version"], |b| {
            b.rewrite(17, Leaf::Rehashed, |text| text.replace("axonflow.record/1", "axonflow.record/2"));
        }),
        tampered("not JSON", &["leaf_mismatch", "malformed"], |b| b.rewrite(17, Leaf::Kept, |text| text.replace('}', ""))),
    ]
}

fn places() -> Vec<Case> {
    let other = || Lines::of(&Log::new(org(2), TREE_SIZE, "history").bundle(FIRST_SEQ, 30, None));
    vec![
        tampered("deleted", &["bad_range_proof", "count_mismatch", "seq_gap"], |b| drop(b.0.remove(Lines::index(20)))),
        tampered("deleted and recounted", &["bad_range_proof", "seq_gap"], |b| {
            b.0.remove(Lines::index(20));
            b.manifest()["count"] = json!(29);
        }),
        tampered("first deleted and renumbered", &["bad_range_proof"], |b| {
            b.0.remove(1);
            b.manifest()["first_seq"] = json!(FIRST_SEQ + 1);
            b.manifest()["count"] = json!(29);
        }),
        tampered("tail deleted and recounted", &["bad_range_proof"], |b| {
            b.0.remove(Lines::index(40));
            b.manifest()["count"] = json!(29);
        }),
        tampered("doubled", &["bad_range_proof", "count_mismatch", "seq_gap"], |b| {
            let twin = b.record(20).clone();
            b.0.insert(Lines::index(20), twin);
        }),
        tampered("back-dated one put in", &["bad_range_proof", "count_mismatch", "seq_gap", "time_reversed"], |b| {
            let early = Lines::of(&log().bundle(1, 10, None)).0.remove(5);
            b.0.insert(Lines::index(20), early);
        }),
        tampered("swapped", &["root_mismatch", "seq_gap", "time_reversed"], |b| b.0.swap(Lines::index(20), Lines::index(21))),
        tampered("leaf of another", &["leaf_mismatch", "root_mismatch"], |b| b.record(20)["leaf"] = b.record(21)["leaf"].clone()),
        tampered("moved from another organisation", &["foreign_record", "root_mismatch"], |b| {
            *b.record(20) = other().record(20).clone();
        }),
        tampered("given to another organisation", &["foreign_record", "origin_mismatch"], |b| {
            b.manifest()["org"] = json!(org(2));
        }),
        tampered("given to another organisation with its origin", &["foreign_record", "origin_mismatch"], |b| {
            b.manifest()["org"] = json!(org(2));
            b.manifest()["origin"] = json!(origin_of(org(2)));
        }),
    ]
}

fn values() -> Vec<Case> {
    vec![
        tampered("value changed", &["commitment_mismatch"], |b| b.record(20)["personal"]["ip"]["value"] = json!("203.0.113.8")),
        tampered("salt changed", &["commitment_mismatch"], |b| {
            b.record(20)["personal"]["ip"]["salt"] = b.record(21)["personal"]["ip"]["salt"].clone();
        }),
        tampered("value added", &["uncommitted_value"], |b| {
            b.record(20)["personal"]["reason"] = b.record(20)["personal"]["ip"].clone();
        }),
        tampered("erased and said so", &[], |b| {
            b.record(20)["personal"].as_object_mut().unwrap().remove("ip");
            b.record(20)["erased"] = json!(["ip"]);
        }),
        tampered("all erased", &[], |b| b.record(20)["personal"] = json!({})),
        tampered("said to be erased but there", &["erased_mismatch"], |b| b.record(20)["erased"] = json!(["ip"])),
        tampered("said to be erased but never there", &["erased_mismatch"], |b| b.record(ERASED_SEQ)["erased"] = json!(["reason"])),
        tampered("short salt", &["bad_range_proof", "malformed", "count_mismatch"], |b| {
            b.record(20)["personal"]["ip"]["salt"] = json!("AAAA");
        }),
    ]
}

fn retirements() -> Vec<Case> {
    vec![
        tampered("retired by an earlier one", &["bad_retirement"], |b| b.record(RETIRED_SEQ)["retired_by"] = json!(12)),
        tampered("retired by itself", &["bad_retirement"], |b| b.record(RETIRED_SEQ)["retired_by"] = json!(RETIRED_SEQ)),
        tampered("retired by one to come", &["bad_retirement"], |b| b.record(RETIRED_SEQ)["retired_by"] = json!(TREE_SIZE + 1)),
        tampered("retired by one behind the bundle", &[], |b| b.record(RETIRED_SEQ)["retired_by"] = json!(TREE_SIZE)),
        tampered("retired by a decision", &["bad_retirement"], |b| b.record(RETIRED_SEQ)["retired_by"] = json!(29)),
        tampered("retired by a retired one", &[], |b| {
            let leaf = b.record(RETIREMENT_SEQ)["leaf"].clone();
            *b.record(RETIREMENT_SEQ) = json!({"leaf": leaf, "retired_by": 45});
        }),
        tampered("retired leaf changed", &["root_mismatch"], |b| b.record(RETIRED_SEQ)["leaf"] = b.record(14)["leaf"].clone()),
    ]
}

fn heads() -> Vec<Case> {
    let forged = |seed: u8| {
        let mut lines = Lines::of(&sample());
        let mut leaves = log().leaves();
        leaves.swap(1, 2);
        let head = Checkpoint { origin: origin_of(org(1)), size: TREE_SIZE, root: root_of(&leaves), at_micros: 1 };
        lines.manifest()["checkpoint"] = json!(sign(&head, KEY_NAME, &key(seed)).unwrap());
        lines.manifest()["vkeys"] = json!([vkey(seed)]);
        lines.join()
    };
    let with_pin = |seed| VerifyOptions { pinned: vec![vkey(seed)], ..VerifyOptions::default() };
    vec![
        Case { options: with_pin(9), ..case("wrong key", sample(), &["wrong_key"]) },
        case("signed by another key under the same name", forged(9), &["wrong_key"]),
        case("another root signed by the right key", forged(1), &["inconsistent", "root_mismatch"]),
        tampered("signature broken", &["bad_signature"], |b| replace(b, "checkpoint", "at 176", "at 177")),
        tampered("not a checkpoint", &["malformed_checkpoint"], |b| b.manifest()["checkpoint"] = json!("axonflow/x\n1\n")),
        tampered("no checkpoint", &["malformed_checkpoint"], |b| b.manifest()["checkpoint"] = json!("")),
        tampered("head of another log", &["origin_mismatch"], |b| {
            b.manifest()["checkpoint"] = json!(Log::new(org(2), TREE_SIZE, "history").head(TREE_SIZE, 1));
        }),
        tampered("head of a smaller tree", &["bad_range_proof", "inconsistent"], |b| {
            b.manifest()["checkpoint"] = json!(log().head(45, 1));
        }),
        tampered("head of a tree without all records", &["bad_range_proof", "inconsistent"], |b| {
            b.manifest()["checkpoint"] = json!(log().head(35, 1));
        }),
        tampered("left hash changed", &["root_mismatch"], |b| {
            b.manifest()["range_proof"]["left"][0] = b.manifest()["range_proof"]["left"][1].clone();
        }),
        tampered("left hash gone", &["bad_range_proof"], |b| {
            b.manifest()["range_proof"]["left"].as_array_mut().unwrap().pop();
        }),
        tampered("right hash gone", &["bad_range_proof"], |b| {
            b.manifest()["range_proof"]["right"].as_array_mut().unwrap().pop();
        }),
        tampered("right hash added", &["bad_range_proof"], |b| {
            let twin = b.manifest()["range_proof"]["right"][0].clone();
            b.manifest()["range_proof"]["right"].as_array_mut().unwrap().push(twin);
        }),
    ]
}

fn replace(lines: &mut Lines, member: &str, from: &str, to: &str) {
    let text = lines.manifest()[member].as_str().unwrap().replace(from, to);
    lines.manifest()[member] = json!(text);
}

fn earlier_heads() -> Vec<Case> {
    let other = || Log::new(org(1), TREE_SIZE + 10, "rewritten");
    let previous = |note: String| move |b: &mut Lines| b.manifest()["previous_checkpoint"] = json!(note);
    vec![
        tampered("previous of another history", &["inconsistent"], previous(other().head(PREVIOUS_SIZE, 1))),
        tampered("previous of the same size with another root", &["split_view"], previous(other().head(TREE_SIZE, 1))),
        tampered("previous is larger", &["rollback"], previous(other().head(TREE_SIZE + 1, 1))),
        tampered("previous signed by nobody", &["wrong_key"], previous(log().head(PREVIOUS_SIZE, 9))),
        tampered("previous of another log", &["origin_mismatch"], previous(Log::new(org(2), 20, "history").head(PREVIOUS_SIZE, 1))),
        tampered("consistency proof changed", &["inconsistent"], |b| {
            b.manifest()["consistency"][1] = b.manifest()["consistency"][0].clone();
        }),
        tampered("consistency proof cut", &["inconsistent"], |b| drop(b.manifest()["consistency"].as_array_mut().unwrap().pop())),
        tampered("consistency proof without a previous one", &["malformed"], |b| b.manifest()["previous_checkpoint"] = Value::Null),
    ]
}

fn kept_heads() -> Vec<Case> {
    let longer = || Log::new(org(1), TREE_SIZE + 10, "history");
    let rewritten = || Log::new(org(1), TREE_SIZE, "rewritten");
    vec![
        kept("kept the previous", &[], log().head(PREVIOUS_SIZE, 1)),
        kept("kept one in between", &[], log().head(25, 1)),
        kept("kept one at the border", &[], log().head(FIRST_SEQ - 1, 1)),
        kept("kept a larger one", &["rollback"], longer().head(TREE_SIZE + 5, 1)),
        kept("kept one of another history", &["inconsistent"], rewritten().head(25, 1)),
        kept("kept one of another history at the border", &["inconsistent"], rewritten().head(FIRST_SEQ - 1, 1)),
        kept("kept the previous of another history", &["split_view"], rewritten().head(PREVIOUS_SIZE, 1)),
        kept("kept one of the same size", &["split_view"], rewritten().head(TREE_SIZE, 1)),
        kept("kept one that the bundle does not reach", &["since_unproven"], log().head(5, 1)),
        kept("kept one behind the bundle", &["since_unproven"], log().head(45, 1)),
        kept("kept one of another log", &["origin_mismatch"], Log::new(org(2), 20, "history").head(20, 1)),
        kept("kept one signed by nobody", &["wrong_key"], log().head(PREVIOUS_SIZE, 9)),
        kept("kept something else", &["malformed_checkpoint"], "hello".to_owned()),
    ]
}

fn shapes() -> Vec<Case> {
    vec![
        tampered("bundle of another version", &["unsupported_version"], |b| b.manifest()["v"] = json!("axonflow.bundle/2")),
        tampered("strange member in the manifest", &["malformed"], |b| b.manifest()["note"] = json!("trust me")),
        tampered("manifest lacks a member", &["malformed"], |b| drop(b.manifest().as_object_mut().unwrap().remove("count"))),
        tampered("number zero", &["malformed"], |b| b.manifest()["first_seq"] = json!(0)),
        tampered("number beyond all numbers", &["malformed"], |b| b.manifest()["first_seq"] = json!(u64::MAX)),
        tampered("broken key", &["malformed"], |b| b.manifest()["vkeys"] = json!(["a+b+c"])),
        tampered("strange member in a line", &["bad_range_proof", "count_mismatch", "malformed"], |b| {
            b.record(20)["note"] = json!("trust me");
        }),
        tampered("record and retirement", &["bad_range_proof", "count_mismatch", "malformed"], |b| {
            b.record(20)["retired_by"] = json!(30);
        }),
        case("a key twice in a line", twice(), &["bad_range_proof", "count_mismatch", "malformed"]),
        tampered("policy set changed", &[], |b| b.0[31]["policy_set"]["version"] = json!(4)),
        tampered("policy set with a float", &[], |b| b.0[31]["policy_set"]["version"] = json!(0.5)),
        tampered("policy set gone", &["count_mismatch"], |b| drop(b.0.remove(31))),
        case("not a bundle", "hello\n".to_owned(), &["malformed"]),
        case("empty", String::new(), &["truncated"]),
        case("empty line", "\n".to_owned(), &["malformed"]),
    ]
}

/// A reader that keeps the first of two keys would show a value that nobody verified.
fn twice() -> String {
    let lines: Vec<_> = sample().lines().map(str::to_owned).collect();
    let index = Lines::index(20);
    let text: String = lines[..lines.len() - 1]
        .iter()
        .enumerate()
        .map(|(at, line)| match at == index {
            true => line.replacen("\"ip\":", "\"ip\":{\"value\":\"x\",\"salt\":\"\"},\"ip\":", 1) + "\n",
            false => format!("{line}\n"),
        })
        .collect();
    finished(&text, lines.len() - 1)
}

fn ends() -> Vec<Case> {
    let whole = sample();
    let without_end = &whole[..whole.trim_end().rfind('\n').unwrap() + 1];
    vec![
        case("end line cut off", without_end.to_owned(), &["truncated"]),
        case("last byte cut off", whole[..whole.len() - 1].to_owned(), &["truncated"]),
        case(
            "cut in the middle",
            whole[..whole.len() / 2 + 3].lines().map(|line| format!("{line}\n")).collect::<String>().trim_end().to_owned(),
            &["bad_range_proof", "count_mismatch", "truncated"],
        ),
        case("end line of another file", finished(without_end, 31), &["digest_mismatch"]),
        case("byte changed before the end line", whole.replacen("1970-", "1971-", 1), &["digest_mismatch"]),
        case("line behind the end", format!("{whole}{{}}\n"), &["trailing"]),
        case("byte behind the end", format!("{whole} "), &["trailing"]),
    ]
}

#[test]
fn each_tampering_is_found_and_named() {
    for case in cases() {
        let report = verify(case.bundle.as_bytes(), &case.options);

        let mut found: Vec<_> = report.problems.iter().map(|problem| json!(problem.code).as_str().unwrap().to_owned()).collect();
        found.sort();
        found.dedup();
        let mut expected = case.codes.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{}: {:#?}", case.name, report.problems);
        assert_eq!(report.ok, expected.is_empty(), "{}", case.name);
    }
}

#[test]
fn blame_points_at_the_record() {
    let tampered = tampered("", &[], |b| b.record(20)["personal"]["ip"]["value"] = json!("x"));

    let report = verify(tampered.bundle.as_bytes(), &tampered.options);

    let spots: Vec<_> = report.problems.iter().map(|problem| (problem.line, problem.seq)).collect();
    assert_eq!(spots, [(11, Some(20))]);
}
