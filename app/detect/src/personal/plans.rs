use crate::steps::{Step, holds};

/// Calling codes by the shortest and longest national number of their plans (ITU-T E.164 and national plans).
const PLANS: &[(usize, usize, &[u32])] = &[
    (5, 5, &[247, 290, 500, 682]),
    (5, 7, &[676, 677, 678, 683, 688, 690]),
    (5, 8, &[686]),
    (5, 10, &[685]),
    (5, 13, &[43]),
    (6, 6, &[298, 299, 672, 687]),
    (6, 7, &[597]),
    (6, 8, &[53]),
    (6, 9, &[252, 376, 508, 681]),
    (6, 11, &[39, 352, 358]),
    (6, 12, &[49, 359]),
    (7, 7, &[238, 239, 246, 248, 269, 291, 297, 592, 673, 674, 680, 691, 692]),
    (7, 8, &[241, 598, 599, 670, 675, 853, 961, 965, 975]),
    (7, 9, &[220, 231, 263, 265, 353, 354, 355, 423, 967, 968]),
    (7, 10, &[46, 95, 230, 243, 254, 267, 372, 960]),
    (7, 11, &[501, 503, 507, 595, 679, 974]),
    (
        8,
        8,
        &[
            45, 47, 216, 222, 223, 226, 227, 228, 232, 235, 236, 253, 257, 266, 268, 350, 356, 357, 370, 371, 373, 374, 386, 389, 505, 509,
            852, 973, 993,
        ],
    ),
    (8, 9, &[32, 36, 51, 66, 213, 224, 233, 237, 250, 258, 264, 377, 381, 382, 383, 385, 387, 591, 689, 886, 962, 963, 970, 971, 972]),
    (8, 10, &[20, 60, 63, 64, 82, 234, 378, 506, 850, 855, 856, 880, 964, 976]),
    (8, 11, &[65, 502, 504, 593, 977]),
    (8, 12, &[62]),
    (
        9,
        9,
        &[
            27, 31, 33, 34, 40, 41, 48, 56, 61, 93, 94, 211, 212, 218, 221, 240, 242, 244, 245, 249, 251, 255, 256, 260, 261, 262, 351,
            375, 380, 420, 421, 590, 594, 596, 966, 992, 994, 995, 998,
        ],
    ),
    (9, 10, &[44, 81, 84, 92, 996]),
    (9, 11, &[86]),
    (10, 10, &[1, 7, 30, 52, 57, 58, 90, 91, 98, 225, 229]),
    (10, 11, &[54, 55]),
];

/// A calling code whose plan allows this many digits; a `(0)` after the code is not dialled.
pub(crate) fn fits(digits: &[u8]) -> bool {
    holds(Step::DialPlan, (1..=3).any(|width| fits_code(digits, width)))
}

fn fits_code(digits: &[u8], width: usize) -> bool {
    let code = digits.iter().take(width).fold(0_usize, |value, d| value * 10 + usize::from(*d));
    let national = digits.len().saturating_sub(width);
    let dialled = national - usize::from(digits.get(width) == Some(&0) && national > 0 && code != 39);
    LENGTHS.get(code).is_some_and(|(least, most)| (*least..=*most).contains(&dialled))
}

/// The lengths of each calling code; a longest length below the shortest is no plan.
static LENGTHS: [(usize, usize); 1000] = {
    let mut lengths = [(1, 0); 1000];
    let mut plan = 0;
    while plan < PLANS.len() {
        let (least, most, codes) = PLANS[plan];
        let mut at = 0;
        while at < codes.len() {
            lengths[codes[at] as usize] = (least, most);
            at += 1;
        }
        plan += 1;
    }
    lengths
};
