//! Passwords that are only the owner's or the city's name are the first that anybody tries: pure.

/// Shorter words stand in too many others.
const SHORTEST_WORD: usize = 2;
/// What this service is called, in one word.
const SERVICE: &str = "motcua";

/// The words that say who somebody is and where: of the sign-in name, the full name and the city.
pub(super) fn own_words(login: &str, name: &str, city: &str) -> Vec<String> {
    let mut words: Vec<String> = [login, name, city].iter().flat_map(|text| split(text)).collect();
    words.push(joined(login));
    words.push(SERVICE.to_owned());
    words.retain(|word| word.chars().count() >= SHORTEST_WORD);
    words.sort();
    words.dedup();
    words
}

/// Whether a password is made of such words alone, in whatever order and however written, with figures between them.
pub(super) fn is_made_of(password: &str, words: &[String]) -> bool {
    // Letters of other scripts are in none of these words, and folding leaves them out.
    if password.chars().any(|c| c.is_alphanumeric() && kernel::text::fold(&c.to_string()).is_empty()) {
        return false;
    }
    let letters: Vec<char> = joined(password).chars().collect();
    let words: Vec<Vec<char>> = words.iter().map(|w| w.chars().collect()).collect();
    // What each place is reached by: nothing yet, figures alone, or a word among them.
    let mut reached = vec![(false, false); letters.len() + 1];
    if let Some(first) = reached.first_mut() {
        first.0 = true;
    }
    for at in 0..letters.len() {
        let Some(&(plain, worded)) = reached.get(at) else { continue };
        if !plain && !worded {
            continue;
        }
        let rest = letters.get(at..).unwrap_or_default();
        if rest.first().is_some_and(|c| c.is_ascii_digit())
            && let Some(next) = reached.get_mut(at + 1)
        {
            *next = (next.0 || plain, next.1 || worded);
        }
        for word in words.iter().filter(|w| rest.starts_with(w)) {
            if let Some(next) = reached.get_mut(at + word.len()) {
                next.1 = true;
            }
        }
    }
    reached.last().is_some_and(|(_, worded)| *worded)
}

fn split(text: &str) -> Vec<String> {
    kernel::text::fold(text).split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect()
}

fn joined(text: &str) -> String {
    kernel::text::fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lan() -> Vec<String> {
        own_words("lan.nguyen", "Nguyễn Thị Ngọc Lan", "Thành phố Cần Thơ")
    }

    #[test]
    fn ones_own_name_and_the_citys_are_no_password() {
        for own in [
            "Nguyễn Thị Ngọc Lan",
            "nguyenthingoclan1990",
            "Lan.Nguyen-Lan.Nguyen",
            "thanh pho can tho 2012",
            "motcua.cantho.motcua",
            "LAN lan LAN lan 12345",
        ] {
            assert!(is_made_of(own, &lan()), "{own}");
        }
        for fine in [
            "ba con mèo trên mái nhà",
            "nguyen thi ngoc hoa hue",
            "lan oi lan a dau roi",
            "123456789012345",
            "Nguyễn 你好世界",
            "",
        ] {
            assert!(!is_made_of(fine, &lan()), "{fine}");
        }
    }

    #[test]
    fn ones_own_number_is_no_password_among_figures_either() {
        let words = own_words("361234567", "Trần Thị Lụa", "Cần Thơ");
        assert!(is_made_of("361234567361234567", &words) && is_made_of("0000361234567000", &words));
        assert!(!is_made_of("361234568361234568", &words));
    }

    proptest! {
        #[test]
        fn own_words_in_any_order_with_figures_are_seen(
            order in prop::collection::vec((0usize..8, 0u32..10_000), 1..8),
        ) {
            let words = lan();
            let text: String = order.iter().map(|(at, n)| format!("{}{n}", words[at % words.len()])).collect();
            prop_assert!(is_made_of(&text, &words));
            let foreign = format!("{}quýt", text);
            prop_assert!(!is_made_of(&foreign, &words));
        }
    }
}
