//! How words are found in tickets: the same on the device, for what it knows, and in the backend, for the rest.

/// The letter below an accent, for the letters of western European languages, and the plain form of a sign.
pub fn base(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'ö' | 'õ' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        // What keyboards and word processors write for the same sign.
        '’' | '‘' | 'ʼ' => '\'',
        '\u{a0}' | '\u{202f}' => ' ',
        '‑' => '-',
        other => other,
    }
}

/// A text as it is searched: in lower case, without accents.
pub fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(base).collect()
}

/// What is searched of a ticket: its reference, with and without the hyphen, its subject and its message.
pub fn searched(reference: &str, subject: &str, message: &str) -> String {
    folded(&format!("{reference} {}\n{subject}\n{message}", reference.replace('-', "")))
}

/// The words of a query, as they are looked for: a ticket has to have each of them, anywhere.
pub fn words(query: &str) -> Vec<String> {
    query.split_whitespace().map(folded).collect()
}

/// Whether a text that was [`searched`] has each of these words.
pub fn has_all(searched: &str, words: &[String]) -> bool {
    words.iter().all(|word| searched.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_order_and_hyphens_do_not_matter() {
        let ticket = searched("7KQ4-M2XD", "Versement bloqué", "L’ÉTÉ dernier,\n100 % des paiements");
        for query in
            ["", "bloque", "VERSEMENT bloqué", "ete versement", "7kq4m2xd", "7kq4-m2", "100 %", "paiem", "l'été", "l’ete"]
        {
            assert!(has_all(&ticket, &words(query)), "{query}");
        }
        for query in ["virement", "versement virement", "7kq5"] {
            assert!(!has_all(&ticket, &words(query)), "{query}");
        }
    }
}
