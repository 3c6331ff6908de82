use ledger::{Report, VerifyOptions, add_signature, verify};

use crate::kit::{COUNT, FIRST_SEQ, KEY_NAME, Lines, Log, PREVIOUS_SIZE, TREE_SIZE, key, log, org, pinned, sample, vkey};

fn check_sound(bundle: &str, options: &VerifyOptions) -> Report {
    let report = verify(bundle.as_bytes(), options);
    assert!(report.ok, "{:#?}", report.problems);
    report
}

#[test]
fn a_sound_bundle_passes_and_is_described() {
    let report = check_sound(&sample(), &pinned());

    assert!(report.pinned);
    assert_eq!(report.org, Some(org(1).to_string()));
    assert_eq!((report.records, report.erased, report.retired), (COUNT, 1, 1));
    assert_eq!((report.first_seq, report.last_seq), (Some(FIRST_SEQ), Some(FIRST_SEQ + COUNT - 1)));
    assert_eq!(report.tree_size, Some(TREE_SIZE));
    assert_eq!((report.policy_sets, report.policy_sets_bound), (1, 1));
}

#[test]
fn without_a_pinned_key_it_says_so() {
    let report = check_sound(&sample(), &VerifyOptions::default());

    assert!(!report.pinned);
}

#[test]
fn every_range_passes() {
    let log = log();
    for (first, count) in [(1, TREE_SIZE), (1, 1), (TREE_SIZE, 1), (TREE_SIZE + 1, 0), (1, 0), (33, 8), (32, 18)] {
        for previous in [None, Some(1), Some(32), Some(TREE_SIZE)] {
            let report = check_sound(&log.bundle(first, count, previous), &pinned());
            assert_eq!(report.records, count);
        }
    }
}

#[test]
fn the_checkpoint_kept_may_be_the_previous_the_same_or_one_in_between() {
    let log = log();
    for kept in [0, PREVIOUS_SIZE, FIRST_SEQ - 1, 25, FIRST_SEQ - 1 + COUNT, TREE_SIZE] {
        check_sound(&sample(), &VerifyOptions { since: Some(log.head(kept, 1)), ..pinned() });
    }
}

#[test]
fn during_a_rollover_either_key_is_enough() {
    let mut lines = Lines::of(&sample());
    let both = add_signature(lines.manifest()["checkpoint"].as_str().unwrap(), KEY_NAME, &key(2)).unwrap();
    let previous = add_signature(lines.manifest()["previous_checkpoint"].as_str().unwrap(), KEY_NAME, &key(2)).unwrap();
    lines.manifest()["checkpoint"] = both.into();
    lines.manifest()["previous_checkpoint"] = previous.into();
    let bundle = lines.join();

    for seed in [1, 2] {
        check_sound(&bundle, &VerifyOptions { pinned: vec![vkey(seed)], strict: true, since: None });
    }
}

#[test]
fn no_part_of_a_bundle_passes_for_the_whole() {
    let bundle = Log::new(org(1), 6, "short").bundle(2, 3, Some(2));
    for end in 0..bundle.len() {
        assert!(!verify(&bundle.as_bytes()[..end], &pinned()).ok, "{end} of {} bytes", bundle.len());
    }
    check_sound(&bundle, &pinned());
}
