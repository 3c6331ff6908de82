/// The same as `items.partition_point(is_before)`, looked for from `near` on: what is asked for next mostly stands next.
pub(crate) fn partition_near<T>(items: &[T], near: usize, is_before: impl Fn(&T) -> bool) -> usize {
    const STEPS: usize = 8;
    let is_before_at = |at: usize| items.get(at).is_some_and(&is_before);
    let mut at = near.min(items.len());
    for _ in 0..STEPS {
        match (is_before_at(at), at == 0 || is_before_at(at - 1)) {
            (true, _) => at += 1,
            (false, false) => at -= 1,
            (false, true) => return at,
        }
    }
    items.partition_point(is_before)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::partition_near;

    proptest! {
        #[test]
        fn it_is_the_partition_point_wherever_one_begins(mut items in prop::collection::vec(0_u8..20, 0..40), near in 0_usize..50, limit in 0_u8..22) {
            items.sort_unstable();

            prop_assert_eq!(partition_near(&items, near, |item| *item < limit), items.partition_point(|item| *item < limit));
        }
    }
}
