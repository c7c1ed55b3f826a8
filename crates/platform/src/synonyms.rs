//! What people type for the words of the law: `shk` finds hộ khẩu, `chung minh thu` finds chứng minh nhân dân.
//! The list is data (data/abbreviations.yaml); what was typed is looked for too, so that nothing found before is lost.

use serde::Deserialize;
use std::sync::LazyLock;

/// Words looked at in what somebody typed, and the most that one part of it may stand for.
const WORDS: usize = 8;
/// Letters looked at in a word: no word of a record is longer, and PostgreSQL takes no lexeme of any length.
const LETTERS: usize = 100;
/// Letters from which the end of what is typed may be the beginning of a short.
const PREFIX_LETTERS: usize = 4;

#[derive(Deserialize)]
struct Line {
    short: Vec<String>,
    full: Vec<String>,
}

/// One short with the full words it stands for, all folded and divided into words.
struct Synonym {
    short: Vec<String>,
    full: Vec<Vec<String>>,
}

static SYNONYMS: LazyLock<Vec<Synonym>> = LazyLock::new(|| {
    let lines: Vec<Line> = match serde_saphyr::from_str(include_str!("../../../data/abbreviations.yaml")) {
        Ok(lines) => lines,
        Err(problem) => {
            tracing::error!(%problem, "data/abbreviations.yaml cannot be read; searches go without synonyms");
            Vec::new()
        }
    };
    let of = |line: &Line| {
        let full: Vec<Vec<String>> = line.full.iter().map(|text| words(text)).collect();
        line.short.iter().map(|short| Synonym { short: words(short), full: full.clone() }).collect::<Vec<_>>()
    };
    let mut all: Vec<Synonym> = lines.iter().flat_map(of).filter(|s| !s.short.is_empty()).collect();
    // The longest first: "sang ten so do" is not "so do" with two words before it.
    all.sort_by_key(|s| std::cmp::Reverse(s.short.len()));
    all
});

fn words(text: &str) -> Vec<String> {
    let folded = kernel::text::fold(text);
    let cut = |word: &str| -> String { word.chars().take(LETTERS).collect() };
    folded.split(' ').filter(|w| !w.is_empty()).map(cut).collect()
}

/// The parts of what somebody typed, each with its alternatives, each of them some words; the first as typed.
/// A record is found when of every part one alternative is in it with all its words.
pub fn parts(typed: &str) -> Vec<Vec<Vec<String>>> {
    let typed: Vec<String> = words(typed).into_iter().take(WORDS).collect();
    let mut found = Vec::new();
    let mut rest = typed.as_slice();
    while let Some(first) = rest.first() {
        let synonym = SYNONYMS.iter().find(|s| begins(rest, &s.short));
        let length = synonym.map_or(1, |s| s.short.len());
        let (part, after) = rest.split_at_checked(length).unwrap_or((std::slice::from_ref(first), &[]));
        let mut alternatives = vec![part.to_vec()];
        // Several lines may know the same short.
        let same = SYNONYMS.iter().filter(|s| synonym.is_some_and(|known| known.short == s.short));
        alternatives.extend(same.flat_map(|s| s.full.iter().cloned()));
        found.push(alternatives);
        rest = after;
    }
    found
}

/// Whether these words begin with a short. Its last word may be unfinished where it is the last one typed and long enough;
/// a short of one to three letters is known as a whole word only.
fn begins(typed: &[String], short: &[String]) -> bool {
    let Some((last, before)) = short.split_last() else { return false };
    let Some((own, own_last)) = typed.split_at_checked(before.len()).and_then(|(a, b)| Some((a, b.first()?)))
    else {
        return false;
    };
    let unfinished =
        typed.len() == short.len() && own_last.len() >= PREFIX_LETTERS && last.starts_with(own_last.as_str());
    own == before && (own_last == last || unfinished)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Vec<Vec<String>> {
        parts(typed).into_iter().map(|p| p.into_iter().map(|words| words.join(" ")).collect()).collect()
    }

    #[test]
    fn a_short_stands_for_its_full_words_and_for_itself() {
        assert_eq!(found("SHK"), [["shk", "ho khau", "thuong tru"]]);
        assert_eq!(found("chứng minh thư"), [["chung minh thu", "chung minh nhan dan"]]);
        let both = found("lam chung minh thu");
        assert_eq!((both.len(), both[0].len(), both[1].len()), (2, 1, 2));
    }

    #[test]
    fn southern_spellings_stand_for_the_laws() {
        assert_eq!(found("khai sanh"), [["khai sanh", "khai sinh"]]);
        assert_eq!(found("đăng ký khai sanh")[2], ["khai sanh", "khai sinh"]);
        assert_eq!(found("ngày sanh")[1], ["sanh", "sinh"]);
        assert_eq!(found("thủ tục hành chánh")[2], ["hanh chanh", "hanh chinh"]);
    }

    #[test]
    fn a_short_of_three_letters_is_a_whole_word_only() {
        assert_eq!(found("shkx"), [["shkx"]]);
        assert_eq!(found("sh"), [["sh"]]);
        assert_eq!(found("thc"), [["thc"]], "tthc is longer than what is typed");
    }

    #[test]
    fn a_word_without_end_is_cut() {
        assert_eq!(found(&"a".repeat(5000)), [["a".repeat(LETTERS)]]);
    }

    #[test]
    fn the_longer_short_is_known_first() {
        assert_eq!(found("sang ten so do").len(), 1);
    }
}
