//! The papers of a group: one that several procedures ask for is handed in once; what an earlier part makes is not asked at all.

use contracts::dossiers::FiledPaper;
use contracts::joint::PartResult;
use contracts::procedures::{Component, Procedure};
use kernel::text::fold;
use serde_json::Value as Json;

/// A paper to be handed in, for one part or for several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// For which members, each with the component's key there.
    pub of: Vec<(usize, String)>,
    /// Its name, as the first asks for it.
    pub name: String,
    /// The component's kind there.
    pub kind: String,
    /// One of them always needs it.
    pub required: bool,
    /// Condition under which it is needed.
    pub when: Option<String>,
    /// It can be attached online.
    pub online: bool,
    /// Copies, the most that one of them asks for.
    pub copies: i64,
}

/// What was handed in of a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// original, copy, electronic or missing.
    pub how: String,
    /// A remark, or why it is missing.
    pub note: Option<String>,
    /// Stored file: (hash, name).
    pub file: Option<(String, String)>,
}

/// Whether one paper serves both: the same name; or the same key, unless it is a form of each procedure's own ("to-khai").
fn same(asked: &Asked, component: &Component) -> bool {
    if fold(&asked.name) == fold(&component.name) {
        return true;
    }
    let forms = asked.kind == "form" || component.kind == "form";
    !forms && asked.of.iter().any(|(_, key)| *key == component.key)
}

/// Whether a paper is the result of a procedure: it says so, or bears the name of the result.
fn is_result_of(component: &Component, procedure: &str, result: Option<&str>) -> bool {
    let named = result.is_some_and(|name| fold(name) == fold(&component.name));
    named || component.made_by.as_deref() == Some(procedure)
}

/// The papers of the members `(procedure, stage)`, each once. A paper that is the result of an earlier stage is not asked: the
/// system moves that result.
pub fn asked_once(members: &[(&Procedure, i64)]) -> Vec<Asked> {
    let mut papers: Vec<Asked> = Vec::new();
    for (at, (procedure, stage)) in members.iter().enumerate() {
        let made_before = |component: &Component| {
            members.iter().filter(|(_, earlier)| earlier < stage).any(|(earlier, _)| {
                let result = earlier.result.as_ref().map(|result| result.name.as_str());
                is_result_of(component, &earlier.code, result)
            })
        };
        for component in procedure.components.iter().filter(|c| !made_before(c)) {
            match papers.iter_mut().find(|asked| same(asked, component)) {
                Some(asked) => {
                    asked.of.push((at, component.key.clone()));
                    need(asked, component);
                    asked.online |= component.online;
                    asked.copies = asked.copies.max(component.copies);
                }
                None => papers.push(Asked {
                    of: vec![(at, component.key.clone())],
                    name: component.name.clone(),
                    kind: component.kind.clone(),
                    required: component.required,
                    when: component.required_when.clone(),
                    online: component.online,
                    copies: component.copies,
                }),
            }
        }
    }
    papers
}

/// Adds how much one more member needs a paper: what one of them always needs is not asked for under another's condition, and a
/// condition makes no paper needed always.
fn need(asked: &mut Asked, component: &Component) {
    let always = |required: bool, when: &Option<String>| required && when.is_none();
    if always(asked.required, &asked.when) || always(component.required, &component.required_when) {
        asked.required = true;
        asked.when = None;
    } else {
        asked.required |= component.required;
        asked.when = asked.when.take().or_else(|| component.required_when.clone());
    }
}

/// The papers of one member, out of what was handed in of each.
pub fn papers_of(member: usize, papers: &[(Asked, Given)]) -> Vec<FiledPaper> {
    let own = papers.iter().flat_map(|(asked, given)| {
        let keys = asked.of.iter().filter(move |(of, _)| *of == member);
        keys.map(move |(_, key)| FiledPaper {
            component: key.clone(),
            given: given.how.clone(),
            copies: if given.how == "missing" { 0 } else { asked.copies.max(1) },
            note: given.note.clone(),
            file: given.file.clone(),
        })
    });
    own.collect()
}

/// The file that answers a question of the one form, as a paper of a part: where the part asks the question, under the reference
/// that its answer holds.
pub fn answer_of(form: &Json, (key, reference): (&str, &str), file: &(String, String)) -> Option<FiledPaper> {
    let held = form.get(key).and_then(Json::as_str) == Some(reference);
    held.then(|| FiledPaper {
        component: reference.to_owned(),
        given: "electronic".to_owned(),
        copies: 1,
        note: None,
        file: Some(file.clone()),
    })
}

/// The signed result of an earlier part, by the code of its procedure, as a paper of a later one: under the component that it
/// is, else under its own name.
pub fn moved(result: &PartResult, made_by: &str, procedure: &Procedure, note: String) -> FiledPaper {
    let component = procedure.components.iter().find(|c| is_result_of(c, made_by, Some(&result.name)));
    FiledPaper {
        component: component.map_or_else(|| result.name.clone(), |c| c.key.clone()),
        given: "electronic".to_owned(),
        copies: 1,
        note: Some(note),
        file: result.file.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn procedure(components: Json, result: &str) -> Procedure {
        serde_json::from_value(json!({
            "code": "A-01", "name": "A", "short_name": "A", "field": {"code": "A", "name": "A"}, "level": "commune",
            "valid_from": "2012-01-01", "status": "published", "components": components, "result": {"name": result}
        }))
        .unwrap()
    }

    #[test]
    fn a_file_is_a_paper_of_every_part_that_asks_for_it_and_of_no_other() {
        let file = ("ab".to_owned(), "anh.png".to_owned());
        let of = |form: Json| answer_of(&form, ("anh", "k.anh"), &file);
        let paper = of(json!({"anh": "k.anh", "ho_ten": "Lan"})).unwrap();
        assert_eq!((paper.component.as_str(), paper.given.as_str()), ("k.anh", "electronic"));
        assert_eq!(paper.file, Some(file.clone()));
        assert_eq!(of(json!({"ho_ten": "Lan"})), None);
        assert_eq!(of(json!({"anh": "k.khac"})), None);
    }

    fn birth() -> Procedure {
        procedure(
            json!([
                {"key": "to-khai", "name": "Tờ khai đăng ký khai sinh", "kind": "form", "required": true},
                {"key": "giay-chung-sinh", "name": "Giấy chứng sinh", "kind": "original", "required": true},
                {"key": "cmnd", "name": "Chứng minh nhân dân", "kind": "shown", "required": true}
            ]),
            "Giấy khai sinh",
        )
    }

    fn residence() -> Procedure {
        procedure(
            json!([
                {"key": "to-khai", "name": "Phiếu báo thay đổi", "kind": "form", "required": true},
                {"key": "ks", "name": "Giấy khai  sinh", "kind": "copy", "required": true},
                {"key": "cmnd", "name": "Chứng minh nhân dân hoặc hộ chiếu", "kind": "shown", "required": true, "copies": 2}
            ]),
            "Sổ hộ khẩu",
        )
    }

    #[test]
    fn a_paper_is_asked_once_and_what_an_earlier_part_makes_is_not_asked() {
        let (birth, residence) = (birth(), residence());
        let papers = asked_once(&[(&birth, 1), (&residence, 2)]);
        let names: Vec<&str> = papers.iter().map(|p| p.name.as_str()).collect();
        let made = names.iter().any(|name| fold(name) == "giay khai sinh");
        assert!(!made, "{names:?}");
        assert_eq!(
            names.len(),
            4,
            "two forms of one key stay two, one identity paper serves both: {names:?}"
        );
        let shown = papers.iter().find(|p| p.kind == "shown").unwrap();
        assert_eq!(shown.of, [(0, "cmnd".to_owned()), (1, "cmnd".to_owned())]);
        assert_eq!(shown.copies, 2);
        let beside = asked_once(&[(&birth, 1), (&residence, 1)]);
        assert!(
            beside.iter().any(|p| p.of == [(1, "ks".to_owned())]),
            "beside one another nothing is made before"
        );
    }

    #[test]
    fn what_one_always_needs_is_not_asked_for_under_the_others_condition() {
        let with = |required: bool, when: Option<&str>| {
            let paper = json!({"key": "cmnd", "name": "CMND", "kind": "copy", "required": required, "required_when": when});
            procedure(json!([paper]), "X")
        };
        let (always, wish) = (with(true, None), with(false, None));
        let (minor, absent) = (with(true, Some("Trẻ dưới 6 tuổi")), with(false, Some("Cha vắng mặt")));
        let asked = |one: &Procedure, other: &Procedure| {
            let papers = asked_once(&[(one, 1), (other, 1)]);
            assert_eq!(papers.len(), 1);
            (papers[0].required, papers[0].when.clone())
        };
        assert_eq!(asked(&minor, &always), (true, None));
        assert_eq!(asked(&always, &absent), (true, None));
        assert_eq!(asked(&wish, &minor), (true, Some("Trẻ dưới 6 tuổi".to_owned())));
        assert_eq!(asked(&absent, &wish), (false, Some("Cha vắng mặt".to_owned())));
        assert_eq!(asked(&wish, &wish), (false, None));
    }

    #[test]
    fn each_part_gets_what_was_handed_in_once() {
        let (birth, residence) = (birth(), residence());
        let given =
            |how: &str| Given { how: how.to_owned(), note: None, file: Some(("ab".into(), "a.pdf".into())) };
        let papers: Vec<(Asked, Given)> = asked_once(&[(&birth, 1), (&residence, 2)])
            .into_iter()
            .map(|asked| (asked, given("copy")))
            .collect();
        let second = papers_of(1, &papers);
        assert_eq!(second.len(), 2);
        let shown = second.iter().find(|p| p.component == "cmnd").unwrap();
        assert_eq!((shown.given.as_str(), shown.copies), ("copy", 2));
        assert_eq!(shown.file.as_ref().map(|f| f.0.as_str()), Some("ab"));
    }

    #[test]
    fn a_result_goes_under_the_component_of_its_name() {
        let result = PartResult { name: "Giấy khai sinh".into(), number: "12".into(), file: None };
        assert_eq!(moved(&result, "HT-01", &residence(), "n".into()).component, "ks");
        assert_eq!(moved(&result, "HT-01", &birth(), "n".into()).component, "Giấy khai sinh");
        // By its own name nobody would know it again: the paper says whose result it is.
        let copy = json!([{"key": "dkkd", "name": "Bản sao giấy chứng nhận", "kind": "copy", "required": true, "made_by": "A-01"}]);
        let licence = procedure(copy, "Giấy phép");
        assert_eq!(moved(&result, "A-01", &licence, "n".into()).component, "dkkd");
        let asked = |stage| {
            asked_once(&[(&birth(), 1), (&licence, stage)]).iter().any(|p| p.name.starts_with("Bản sao"))
        };
        assert_eq!((asked(1), asked(2)), (true, false), "made before, it is not asked for");
    }
}
