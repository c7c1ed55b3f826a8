//! Filing for somebody else: whether the group lets it, what it is proven with, and who is meant.
//!
//! Each procedure has its own rule (`ProxyRule`): where one of them lets nobody file for the owner, nobody files the whole so.

use super::papers::Asked;
use contracts::dossiers::Person;
use contracts::procedures::{Procedure, ProxyRule};
use kernel::text::fold;

/// What who files may be to the owner; the words are the software's, no law lists them.
pub const RELATIONS: [&str; 7] = ["parent", "child", "spouse", "sibling", "guardian", "authorised", "other"];

/// The first procedure that nobody may file for somebody else.
pub fn forbids<'a>(members: &[&'a Procedure]) -> Option<&'a Procedure> {
    members.iter().copied().find(|procedure| procedure.proxy == ProxyRule::Forbidden)
}

/// Adds the paper that shows the authority where no procedure of the group names one of its own: handed in once, it goes to
/// every part under this name. It comes last, so that the places of the others stay.
pub fn with_authority(papers: &mut Vec<Asked>, members: &[&Procedure], (name, when): (&str, &str)) {
    if forbids(members).is_some() || members.iter().any(|procedure| procedure.authorisation().is_some()) {
        return;
    }
    papers.push(Asked {
        of: (0..members.len()).map(|at| (at, name.to_owned())).collect(),
        name: name.to_owned(),
        kind: "copy".to_owned(),
        required: false,
        when: Some(when.to_owned()),
        online: true,
        copies: 1,
    });
}

/// Whether a procedure demands this paper of a proxy.
pub fn proves(asked: &Asked, members: &[&Procedure]) -> bool {
    asked.of.iter().any(|(at, key)| {
        let demanded = members.get(*at).and_then(|procedure| procedure.authorisation());
        demanded.is_some_and(|component| component.key == *key)
    })
}

/// Whether no procedure asks for this paper: it is there for a proxy alone.
pub fn for_proxy_only(asked: &Asked, members: &[&Procedure]) -> bool {
    let named = |(at, key): &(usize, String)| {
        members.get(*at).is_some_and(|procedure| procedure.components.iter().any(|c| c.key == *key))
    };
    !asked.of.iter().any(named)
}

/// Whether who files is of the owner's family. Where a procedure wants the paper under a condition only (as HT-10 of nobody but
/// strangers), the relation is the remark that says why it is not there, and the desk judges it.
pub fn is_family(relation: &str) -> bool {
    matches!(relation, "parent" | "child" | "spouse" | "sibling")
}

/// An identity number without what people write between its signs.
pub fn identity(number: &str) -> String {
    number.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// Whether two persons as typed are one: then nobody files for somebody else.
pub fn same_person(owner: &Person, proxy: &Person) -> bool {
    let (one, other) = (identity(&owner.identity_number), identity(&proxy.identity_number));
    if one.is_empty() || other.is_empty() {
        return fold(&owner.name) == fold(&proxy.name) && identity(&owner.phone) == identity(&proxy.phone);
    }
    one == other
}

#[cfg(test)]
mod tests {
    use super::super::papers::asked_once;
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn procedure(code: &str, rule: &str) -> Procedure {
        let mut components =
            vec![json!({"key": "cmnd", "name": "Chứng minh nhân dân", "kind": "copy", "required": true})];
        if rule == "paper" {
            components.push(
                json!({"key": "uy-quyen", "name": "Văn bản ủy quyền", "kind": "original", "online": true}),
            );
        }
        serde_json::from_value(json!({
            "code": code, "name": code, "short_name": code, "field": {"code": "A", "name": "A"}, "level": "commune",
            "valid_from": "2012-01-01", "status": "published", "components": components, "proxy": rule,
            "result": {"name": format!("Kết quả {code}")}
        }))
        .unwrap()
    }

    const WORDS: (&str, &str) = ("Giấy tờ chứng minh việc nộp thay", "có người nộp thay");

    fn person(name: &str, number: &str) -> Person {
        Person { name: name.to_owned(), identity_number: number.to_owned(), ..Person::default() }
    }

    #[test]
    fn one_procedure_that_forbids_it_forbids_the_whole() {
        let (free, strict) = (procedure("A-01", "allowed"), procedure("B-01", "forbidden"));
        assert_eq!(forbids(&[&free, &strict]).map(|p| p.code.as_str()), Some("B-01"));
        assert!(forbids(&[&free, &free]).is_none());
        let mut papers = asked_once(&[(&free, 1), (&strict, 2)]);
        let before = papers.len();
        with_authority(&mut papers, &[&free, &strict], WORDS);
        assert_eq!(papers.len(), before, "what nobody may do needs no paper");
    }

    #[test]
    fn the_paper_a_procedure_names_proves_it_and_else_one_of_ours_goes_to_every_part() {
        let (free, paper) = (procedure("A-01", "allowed"), procedure("B-01", "paper"));
        let members = [&free, &paper];
        let mut papers = asked_once(&[(&free, 1), (&paper, 2)]);
        with_authority(&mut papers, &members, WORDS);
        let proving: Vec<&str> =
            papers.iter().filter(|asked| proves(asked, &members)).map(|asked| asked.name.as_str()).collect();
        assert_eq!(proving, ["Văn bản ủy quyền"]);
        assert!(papers.iter().all(|asked| !for_proxy_only(asked, &members)));

        let members = [&free, &free];
        let mut papers = asked_once(&[(&free, 1), (&free, 2)]);
        with_authority(&mut papers, &members, WORDS);
        let last = papers.last().unwrap();
        assert!(for_proxy_only(last, &members) && !last.required && !proves(last, &members));
        assert_eq!(last.of.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [0, 1]);
    }

    #[test]
    fn family_is_one_of_the_relations_and_authority_is_not_family() {
        let family = RELATIONS.iter().filter(|relation| is_family(relation)).count();
        assert_eq!(family, 4);
        assert!(!is_family("authorised") && !is_family("guardian") && !is_family(""));
    }

    #[test]
    fn who_names_oneself_as_the_other_files_for_nobody_else() {
        assert!(same_person(&person("Lê Thị Mai", "361 234.567"), &person("Lê T. Mai", "361234567")));
        assert!(!same_person(&person("Lê Thị Mai", "361234567"), &person("Lê Thị Mai", "361234568")));
        assert!(same_person(&person("Lê Thị Mai", ""), &person("lê thị mai", "361234567")));
        assert!(!same_person(&person("Lê Thị Mai", ""), &person("Trần Văn Tư", "")));
    }

    proptest! {
        #[test]
        fn an_identity_number_reads_the_same_however_it_is_spaced(number in "[0-9A-Z]{1,14}", at in 0_usize..14) {
            let (head, tail) = number.split_at(at.min(number.len()));
            let spaced = format!("{head} - .{}", tail.to_lowercase());
            prop_assert_eq!(identity(&spaced), number);
        }
    }
}
