//! Sorting short lists.

/// A stable insertion sort: `list` in the order of `before(a, b)`, "a stands before b".
///
/// The lists of the app are short and mostly in order already. The sorts of the standard library are made for long ones
/// and cost the app four kilobytes of code for each type of item.
pub fn sort<T>(list: &mut [T], before: impl Fn(&T, &T) -> bool) {
    for end in 1..list.len() {
        let mut at = end;
        while at > 0 && before(&list[at], &list[at - 1]) {
            list.swap(at, at - 1);
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sort;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(mut list in prop::collection::vec((0_u8..5, 0_u8..9), 0..20)) {
            let mut expected = list.clone();
            expected.sort_by_key(|(key, _)| *key);
            sort(&mut list, |a, b| a.0 < b.0);
            prop_assert_eq!(list, expected);
        }
    }
}
