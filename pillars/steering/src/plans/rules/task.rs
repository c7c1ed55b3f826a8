//! A task of a plan as it is written: what is to be done, its output and figure, who leads and who helps, when, with what money.

use kernel::{Day, Dong};
use platform::FieldErrors;
use platform::directory::Directory;
use platform::http::Submitted;
use serde::{Deserialize, Serialize};

/// Where the money comes from: the budget by tier (programme, section III.1.a-b), raised elsewhere (III.1.c), or none is needed.
pub const SOURCES: [&str; 5] = ["city", "district", "commune", "other", "none"];

/// Fields of who helps: chosen by their codes, and named in words.
pub const HELPERS: [&str; 2] = ["phoi-hop", "phoi-hop-khac"];

/// Most đồng a task may cost: a thousand billion.
const MOST: i64 = 1_000_000_000_000_000;

/// A task in one edition of its plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskWords {
    /// Field of the programme, such as "II.3".
    pub field: String,
    /// Item of the programme it carries out, such as "II.3.b", or "".
    pub item: String,
    /// What is to be done.
    pub name: String,
    /// What comes out of it.
    pub output: String,
    /// The figure to be reached, in words, or "".
    pub figure: String,
    /// Code of the programme's measure its progress may be taken from, or "".
    pub measure: String,
    /// Agency that leads.
    pub lead: i64,
    /// Agencies that cooperate.
    pub cooperating: Vec<i64>,
    /// Official who has it.
    pub person: Option<i64>,
    /// Their name.
    pub person_name: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Money, đồng.
    pub money: i64,
    /// One of [`SOURCES`].
    pub source: String,
}

/// What the words of a task are checked against.
pub struct Typed<'a> {
    /// The agencies.
    pub directory: &'a Directory,
    /// Codes of the programme's fields.
    pub fields: &'a [String],
    /// Codes of its items.
    pub items: &'a [String],
    /// Codes of its measures.
    pub measures: &'a [String],
    /// Officials of the plan's agency: account and name.
    pub people: &'a [(i64, String)],
    /// First and last day of the plan.
    pub within: (Day, Day),
}

impl Typed<'_> {
    /// Reads a task from a form; all that is wrong at once.
    pub fn read(&self, form: &Submitted, errors: &mut FieldErrors) -> Option<TaskWords> {
        let name = form.required(errors, "ten", 500);
        let output = form.required(errors, "san-pham", 500);
        let figure = form.at_most(errors, "chi-tieu", 300);
        let field = self.one_of(form, errors, "linh-vuc", self.fields, true);
        let item = self.one_of(form, errors, "muc", self.items, false);
        let measure = self.one_of(form, errors, "chi-so", self.measures, false);
        let lead = self.agency(form.text("chu-tri"), self.within.1);
        if lead.is_none() {
            errors.add(
                "chu-tri",
                if form.text("chu-tri").is_empty() { "form-required" } else { "plans-error-agency" },
            );
        }
        let cooperating = self.cooperating(form, lead, errors);
        let (person, person_name) = self.person(form, errors);
        let days = self.days(form, errors);
        let (money, source) = money(form, errors);
        let (Some(lead), Some((from, to)), Some(money), true) = (lead, days, money, errors.is_empty()) else {
            return None;
        };
        Some(TaskWords {
            field,
            item,
            name,
            output,
            figure,
            measure,
            lead,
            cooperating,
            person,
            person_name,
            from,
            to,
            money,
            source,
        })
    }

    fn one_of(
        &self,
        form: &Submitted,
        errors: &mut FieldErrors,
        name: &str,
        known: &[String],
        needed: bool,
    ) -> String {
        let typed = form.text(name);
        if typed.is_empty() {
            if needed {
                errors.add(name, "form-required");
            }
        } else if !known.iter().any(|k| k == typed) {
            errors.add_with(name, "plans-error-unknown", vec![("typed", typed.chars().take(60).collect())]);
        }
        typed.to_owned()
    }

    /// An agency by its code, or by its name as people write it in a sheet.
    fn agency(&self, typed: &str, on: Day) -> Option<i64> {
        let folded = kernel::text::fold(typed);
        if typed.is_empty() {
            return None;
        }
        let mut all = self.directory.in_force(on);
        let found = all.find(|a| {
            a.code == typed
                || kernel::text::fold(&a.name) == folded
                || kernel::text::fold(&a.short_name) == folded
        });
        found.map(|a| a.id)
    }

    fn cooperating(&self, form: &Submitted, lead: Option<i64>, errors: &mut FieldErrors) -> Vec<i64> {
        let mut found = Vec::new();
        for field in HELPERS {
            let typed = form.all(field).iter().flat_map(|t| t.split([';', '\n'])).map(str::trim);
            for typed in typed.filter(|t| !t.is_empty()) {
                match self.agency(typed, self.within.1) {
                    Some(id) => found.push(id),
                    None => {
                        let typed = typed.chars().take(60).collect();
                        errors.add_with(field, "plans-error-unknown", vec![("typed", typed)]);
                    }
                }
            }
        }
        found.retain(|id| Some(*id) != lead);
        found.sort_unstable();
        found.dedup();
        found
    }

    fn person(&self, form: &Submitted, errors: &mut FieldErrors) -> (Option<i64>, String) {
        let typed = form.text("nguoi");
        if typed.is_empty() {
            return (None, String::new());
        }
        let known = self.people.iter().find(|(id, name)| id.to_string() == typed || name == typed);
        match known {
            Some((id, name)) => (Some(*id), name.clone()),
            None => {
                errors.add("nguoi", "plans-error-person");
                (None, String::new())
            }
        }
    }

    fn days(&self, form: &Submitted, errors: &mut FieldErrors) -> Option<(Day, Day)> {
        let from = form.day(errors, "tu");
        let to = form.day(errors, "den");
        for (name, day) in [("tu", from), ("den", to)] {
            if form.text(name).is_empty() {
                errors.add(name, "form-required");
            }
            if day.is_some_and(|d| d < self.within.0 || d > self.within.1) {
                let within = vec![("from", self.within.0.vn()), ("to", self.within.1.vn())];
                errors.add_with(name, "plans-error-outside", within);
            }
        }
        let (from, to) = (from?, to?);
        if to < from {
            errors.add("den", "plans-error-order");
        }
        Some((from, to))
    }
}

/// The money and its source: one without the other is a mistake.
fn money(form: &Submitted, errors: &mut FieldErrors) -> (Option<i64>, String) {
    let money = match form.text("tien") {
        "" => Some(0),
        typed => Dong::typed(typed).map(|amount| amount.0).filter(|amount| *amount <= MOST),
    };
    if money.is_none() {
        errors.add("tien", "plans-error-money");
    }
    let source = match form.text("nguon") {
        "" => "none",
        typed => typed,
    };
    if !SOURCES.contains(&source) || (money.is_some_and(|m| m > 0) && source == "none") {
        errors.add("nguon", "plans-error-source");
    }
    (money, source.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::directory::AgencyRef;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn directory() -> Directory {
        let agency = |id, code: &str, name: &str| AgencyRef {
            id,
            code: code.to_owned(),
            name: name.to_owned(),
            short_name: name.to_owned(),
            kind: "department".to_owned(),
            level: "city".to_owned(),
            parent_id: None,
            id_2016: String::new(),
            id_2020: String::new(),
            unit_code: String::new(),
            valid_from: None,
            valid_to: None,
        };
        Directory::new(vec![agency(1, "so-noi-vu", "Sở Nội vụ"), agency(2, "so-tu-phap", "Sở Tư pháp")])
    }

    fn form(change: &[(&str, &str)]) -> Submitted {
        let mut form = Submitted::default();
        let whole = [
            ("ten", "Mở lớp bồi dưỡng"),
            ("san-pham", "Hai lớp"),
            ("linh-vuc", "II.4"),
            ("chu-tri", "so-noi-vu"),
            ("phoi-hop", "Sở Tư pháp"),
            ("nguoi", "7"),
            ("tu", "2013-02-01"),
            ("den", "30/06/2013"),
            ("tien", "120.000.000"),
            ("nguon", "city"),
        ];
        for (name, value) in whole.iter().chain(change) {
            form.fields.insert((*name).to_owned(), vec![(*value).to_owned()]);
        }
        form
    }

    fn read(change: &[(&str, &str)]) -> (Option<TaskWords>, Vec<String>) {
        let directory = directory();
        let (fields, none) = (["II.4".to_owned()], Vec::<String>::new());
        let known = Typed {
            directory: &directory,
            fields: &fields,
            items: &none,
            measures: &none,
            people: &[(7, "Lê Thị Hoa".to_owned())],
            within: (day("2013-01-01"), day("2013-12-31")),
        };
        let mut errors = FieldErrors::new();
        let task = known.read(&form(change), &mut errors);
        (task, errors.0.into_iter().map(|e| format!("{} {}", e.field, e.key)).collect())
    }

    #[test]
    fn a_task_is_read_with_names_and_codes_and_money_as_written() {
        let (task, errors) = read(&[]);
        assert_eq!(errors, Vec::<String>::new());
        let task = task.unwrap();
        assert_eq!((task.lead, task.cooperating, task.money), (1, vec![2], 120_000_000));
        assert_eq!((task.person, task.person_name.as_str()), (Some(7), "Lê Thị Hoa"));
        assert_eq!(task.to, day("2013-06-30"));
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let (task, errors) = read(&[
            ("ten", ""),
            ("chu-tri", "so-la"),
            ("den", "2014-01-01"),
            ("tien", "nhiều"),
            ("nguon", "kho-bac"),
            ("linh-vuc", "II.9"),
            ("nguoi", "99"),
        ]);
        assert!(task.is_none());
        for expected in [
            "ten form-required",
            "chu-tri plans-error-agency",
            "den plans-error-outside",
            "tien plans-error-money",
            "nguon plans-error-source",
            "linh-vuc plans-error-unknown",
            "nguoi plans-error-person",
        ] {
            assert!(errors.iter().any(|e| e == expected), "{expected}: {errors:?}");
        }
    }

    #[test]
    fn the_last_day_is_not_before_the_first_and_money_has_a_source() {
        assert_eq!(read(&[("den", "2013-01-31")]).1, ["den plans-error-order"]);
        assert_eq!(read(&[("nguon", "none")]).1, ["nguon plans-error-source"]);
        assert_eq!(
            read(&[("tien", "1.234,5")]).1,
            ["tien plans-error-money"],
            "no money is made of decimals"
        );
        assert!(read(&[("nguon", ""), ("tien", "")]).0.is_some_and(|t| t.source == "none" && t.money == 0));
        assert!(read(&[("phoi-hop", "so-noi-vu")]).0.is_some_and(|t| t.cooperating.is_empty()), "it leads");
        assert!(read(&[("phoi-hop-khac", "Sở Không Có")]).0.is_none(), "named and unknown");
    }
}
