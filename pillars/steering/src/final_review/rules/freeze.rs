//! What the frozen figures hash to: the text that is hashed says every frozen word of every figure in order, each with its length, so
//! that no two different sets of figures give the same text. Causes are written later and are not part of it.

/// A frozen figure.
#[derive(Debug, Clone, Copy)]
pub struct Frozen<'a> {
    /// Code.
    pub code: &'a str,
    /// How it is counted.
    pub definition: &'a str,
    /// Planned.
    pub planned: &'a str,
    /// Measured.
    pub measured: &'a str,
    /// Declared.
    pub declared: &'a str,
    /// Verdict.
    pub verdict: &'a str,
    /// Records.
    pub count: i64,
}

/// The text that is hashed, for the day of the figures.
pub fn canonical<'a>(as_of: &str, figures: impl Iterator<Item = Frozen<'a>>) -> String {
    let mut text = format!("as_of:{as_of}\n");
    for figure in figures {
        let count = figure.count.to_string();
        let words = [
            figure.code,
            figure.definition,
            figure.planned,
            figure.measured,
            figure.declared,
            figure.verdict,
            &count,
        ];
        for word in words {
            text.push_str(&format!("{}:{word};", word.len()));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn figure<'a>(code: &'a str, measured: &'a str, count: i64) -> Frozen<'a> {
        Frozen { code, definition: "", planned: "", measured, declared: "", verdict: "met", count }
    }

    #[test]
    fn the_text_names_the_day_and_every_word() {
        let text = canonical("2015-09-14", [figure("II.3.b/dung-han", "95 %", 1_284)].into_iter());
        assert_eq!(text, "as_of:2015-09-14\n15:II.3.b/dung-han;0:;0:;4:95 %;0:;3:met;4:1284;\n");
    }

    proptest! {
        #[test]
        fn different_figures_never_give_the_same_text(a in "[a-c;:0-9]{0,6}", b in "[a-c;:0-9]{0,6}", c in "[a-c;:0-9]{0,6}", d in "[a-c;:0-9]{0,6}") {
            let one = canonical("x", [figure(&a, &b, 1)].into_iter());
            let other = canonical("x", [figure(&c, &d, 1)].into_iter());
            prop_assert_eq!(one == other, a == c && b == d);
        }
    }
}
