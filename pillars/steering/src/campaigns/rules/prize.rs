//! A prize as its form says it: who won it, and whether that is a private person, whose name may be taken off later.

use platform::FieldErrors;
use platform::http::Submitted;

/// A winner that is a private person, as the form names it.
pub const PERSON: &str = "ca-nhan";
/// One that is an agency or a team.
pub const TEAM: &str = "tap-the";

/// A prize with its winner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrizeWords {
    /// What the prize is called.
    pub prize: String,
    /// Who won it.
    pub winner: String,
    /// It went to a private person.
    pub person: bool,
}

impl PrizeWords {
    /// Reads it.
    pub fn read(form: &Submitted, errors: &mut FieldErrors) -> Option<PrizeWords> {
        let prize = form.required(errors, "giai", 200);
        let winner = form.required(errors, "nguoi", 200);
        let person = match form.text("la") {
            PERSON => Some(true),
            TEAM => Some(false),
            _ => None,
        };
        if person.is_none() {
            errors.add("la", "form-required");
        }
        person.filter(|_| errors.is_empty()).map(|person| PrizeWords { prize, winner, person })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: &[(&str, &str)]) -> (Option<PrizeWords>, usize) {
        let mut form = Submitted::default();
        for (name, value) in fields {
            form.fields.insert((*name).to_owned(), vec![(*value).to_owned()]);
        }
        let mut errors = FieldErrors::new();
        let words = PrizeWords::read(&form, &mut errors);
        (words, errors.0.len())
    }

    #[test]
    fn whether_a_winner_is_a_person_has_to_be_said() {
        let named = [("giai", "Giải nhất"), ("nguoi", "Trần Minh Khoa")];
        assert_eq!(read(&named), (None, 1));
        let of = |kind| read(&[named[0], named[1], ("la", kind)]).0.unwrap();
        assert!(of(PERSON).person && !of(TEAM).person);
        assert_eq!(read(&[("la", "ai-do")]), (None, 3), "all errors at once");
    }
}
