//! A clean text is scanned without allocating, once a thread's buffers are warm.

use detect::{redact, scan_values};

const CLEAN: &[&str] = &[
    "The quarterly report is due on Friday, and the team wants to know whether the dashboard can show revenue by region.",
    "Order number 12345678 shipped on 2024-05-06 at 10:20:30; invoice INV-2024-74087 over 1,204.50 EUR is due.",
    "“Curly quotes” – and dashes — are in every second prompt… Zoë naïve, ½ price.",
    "Прошу позвонить завтра утром. Köln grüßt. 東京タワーの近くで会いましょう。 नमस्ते दुनिया",
    "GET /search?q=rust%20book&page=2 200 5f34dd4bb53268ecfe05de6f91c64c04 yOMrF1br9KUgT0NDICxStLQRAEhmAaXeSd22a",
    "id,name,phone,notes\n1,Ann,,late\n2,Bob,,\n",
    "{\"status\": \"active\", \"trace_id\": \"a7b774d2-1995-4238-a71e-26ec5298afc6\", \"tier\": 3, \"list\": [1, 22, 333]}",
    "born in Paris, my passport is lost, the booking was late and the account is closed, call me",
    "fn add(a: u32, b: u32) -> u32 { a.wrapping_add(b) } // see std::net::Ipv6Addr, version 1.2.3",
];

#[test]
fn clean_texts_allocate_nothing() {
    for text in CLEAN {
        let long = text.repeat(20);
        assert!(scan_values(&long).is_empty(), "{text}: {:?}", scan_values(&long));

        let counted = allocation_counter::measure(|| {
            std::hint::black_box(scan_values(std::hint::black_box(&long)));
        });

        assert_eq!(counted.count_total, 0, "{text}");
    }
}

#[test]
fn the_counter_sees_what_is_found() {
    let text = "card 4111 1111 1111 1111";

    let counted = allocation_counter::measure(|| {
        std::hint::black_box(redact(text, scan_values(text).iter()));
    });

    assert!(counted.count_total > 0);
}
