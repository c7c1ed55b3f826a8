//! Whose a paper is: what is under another name or number is nobody's business here.

use contracts::results::PaperOwner;
pub use contracts::results::bare_number as bare;
use kernel::text::fold;

/// The person of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Account.
    pub account: i64,
    /// Name.
    pub name: String,
    /// Identity number without what people write between its digits; empty: none was given.
    pub identity: String,
    /// A member of staff, or a trusted provider, compared the person with the account.
    pub compared: bool,
}

/// Whether a paper is this person's: the same name and number, and either the account itself filed the dossier for its owner or
/// somebody compared the person. What is only typed into an account, its claim to be somebody, opens nothing.
pub fn is_own(person: &Person, owner: &PaperOwner) -> bool {
    let same = !person.identity.is_empty()
        && bare(&owner.identity_number) == person.identity
        && fold(&owner.name) == fold(&person.name);
    let filed = owner.account_id == Some(person.account) && !owner.by_proxy;
    same && (filed || person.compared)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lan(compared: bool) -> Person {
        Person { account: 7, name: "Nguyễn Thị Lan".into(), identity: "362000001".into(), compared }
    }

    fn owner(account: Option<i64>, by_proxy: bool, name: &str, number: &str) -> PaperOwner {
        PaperOwner { account_id: account, by_proxy, name: name.into(), identity_number: number.into() }
    }

    #[test]
    fn what_the_account_filed_for_its_own_person_is_theirs() {
        assert!(is_own(&lan(false), &owner(Some(7), false, "NGUYEN THI LAN", "362 000 001")));
    }

    #[test]
    fn what_it_filed_for_somebody_else_is_not() {
        assert!(!is_own(&lan(true), &owner(Some(7), true, "Trần Văn Tư", "362000009")));
        assert!(!is_own(&lan(true), &owner(Some(7), false, "Trần Văn Tư", "362000009")));
    }

    #[test]
    fn a_number_that_was_only_typed_opens_no_papers_of_the_counter() {
        let at_counter = owner(None, false, "Nguyễn Thị Lan", "362000001");
        assert!(!is_own(&lan(false), &at_counter));
        assert!(is_own(&lan(true), &at_counter));
    }

    #[test]
    fn the_same_number_under_another_name_is_somebody_elses() {
        assert!(!is_own(&lan(true), &owner(None, false, "Nguyễn Thị Hoa", "362000001")));
        let nameless = Person { identity: String::new(), ..lan(true) };
        assert!(!is_own(&nameless, &owner(Some(7), false, "Nguyễn Thị Lan", "")));
    }
}
