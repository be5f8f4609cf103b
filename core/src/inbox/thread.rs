//! Putting together what is known of a thread with what arrives.

use recourse_contract::Update;

/// Takes `incoming` into `thread`: each number once, the latest version of it, oldest first. Any order and repetition of
/// the same input gives the same thread.
pub fn merge(thread: &mut Vec<Update>, incoming: Vec<Update>) {
    for update in incoming {
        match thread.binary_search_by_key(&update.number, |known| known.number) {
            Ok(at) => thread[at] = update,
            Err(at) => thread.insert(at, update),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::merge;
    use proptest::prelude::*;
    use recourse_contract::Update;

    fn entry(number: u32) -> Update {
        let json = format!(
            r#"{{"id":"u{number}","number":{number},"kind":"reply","author":{{"role":"handler"}},"at":"2026-11-23T08:00:00Z","language":"fr","text":"t"}}"#
        );
        serde_json::from_str(&json).expect("an update")
    }

    proptest! {
        #[test]
        fn any_order_and_repetition_gives_the_same_thread(batches in prop::collection::vec(prop::collection::vec(1_u32..12, 0..6), 0..6)) {
            let mut thread = Vec::new();
            for batch in &batches {
                merge(&mut thread, batch.iter().copied().map(entry).collect());
            }
            let mut numbers: Vec<u32> = batches.concat();
            numbers.sort_unstable();
            numbers.dedup();
            prop_assert_eq!(thread.iter().map(|update| update.number).collect::<Vec<_>>(), numbers);
        }
    }
}
