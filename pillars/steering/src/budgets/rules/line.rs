//! A line of an estimate as it is written: the task it serves, the cost item with its norm, quantity times price, source.

use kernel::Dong;
use platform::FieldErrors;
use platform::http::Submitted;

/// Tiers of the budget (Law on the State Budget): central, city, district, commune.
pub const TIERS: [&str; 3] = ["city", "district", "commune"];
/// Sources of money: the state budget by tier, or raised elsewhere as the programme encourages (section III.1.c).
pub const SOURCES: [&str; 5] = ["central", "city", "district", "commune", "other"];
/// No line is larger: a thousand billion đồng.
const MOST: i64 = 1_000_000_000_000_000;

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineWords {
    /// The plan's line of work, where it serves one.
    pub plan_line: Option<i64>,
    /// What the task is called.
    pub task: String,
    /// What the money is for.
    pub name: String,
    /// Field of the programme.
    pub field: String,
    /// Item of the programme.
    pub programme_item: String,
    /// Code of the cost item.
    pub cost_item: String,
    /// The norm it follows.
    pub norm: String,
    /// Where the money comes from.
    pub source: String,
    /// What is counted.
    pub unit: String,
    /// How many.
    pub quantity: i64,
    /// For one of them.
    pub price: Dong,
}

impl LineWords {
    /// Quantity times price.
    pub fn amount(&self) -> Dong {
        self.price.times(self.quantity).unwrap_or(Dong(MOST))
    }
}

/// A task of a plan that a line may serve.
#[derive(Debug, Clone)]
pub struct KnownTask {
    /// The plan's line of work.
    pub line: i64,
    /// What it is called.
    pub name: String,
    /// Field of the programme.
    pub field: String,
    /// Item of the programme.
    pub item: String,
}

/// What a typed line is checked against.
#[derive(Debug)]
pub struct Typed<'a> {
    /// Tasks of the agency's plans of the year.
    pub tasks: &'a [KnownTask],
    /// Cost items in force in the year, each with its norm.
    pub items: &'a [(String, String)],
    /// Fields of the programme.
    pub fields: &'a [String],
}

impl Typed<'_> {
    /// Reads a line from a form or a row of a sheet; all that is wrong at once.
    pub fn read(&self, form: &Submitted, errors: &mut FieldErrors) -> Option<LineWords> {
        let name = form.required(errors, "noi-dung", 300);
        let task = self.task(form, errors);
        let free = form.at_most(errors, "viec-khac", 300);
        if task.is_none() && free.is_empty() && form.text("viec").is_empty() {
            errors.add("viec", "budgets-error-task");
        }
        let field = match &task {
            Some(task) => task.field.clone(),
            None => self.field(form, errors),
        };
        let item = form.required(errors, "muc-chi", 60);
        let known = self.items.iter().find(|(code, _)| *code == item);
        if known.is_none() && !item.is_empty() {
            errors.add_with("muc-chi", "budgets-error-item", vec![("typed", short(&item))]);
        }
        let norm = form.at_most(errors, "dinh-muc", 300);
        let source = form.required(errors, "nguon", 20);
        if !source.is_empty() && !SOURCES.contains(&source.as_str()) {
            errors.add_with("nguon", "budgets-error-source", vec![("typed", short(&source))]);
        }
        let unit = form.required(errors, "don-vi", 60);
        let quantity = kernel::whole_number(form.text("so-luong")).filter(|q| (1..=10_000_000).contains(q));
        if quantity.is_none() {
            errors.add("so-luong", "budgets-error-quantity");
        }
        let price = dong(form.text("don-gia")).filter(|p| p.0 > 0 && p.0 <= MOST);
        if price.is_none() {
            errors.add("don-gia", "budgets-error-price");
        }
        let amount = price.zip(quantity).and_then(|(price, quantity)| price.times(quantity));
        if price.is_some() && quantity.is_some() && amount.is_none_or(|a| a.0 > MOST) {
            errors.add("don-gia", "budgets-error-large");
        }
        let (Some(quantity), Some(price), true) = (quantity, price, errors.is_empty()) else { return None };
        let norm = if norm.is_empty() { known.map(|(_, n)| n.clone()).unwrap_or_default() } else { norm };
        Some(LineWords {
            plan_line: task.as_ref().map(|t| t.line),
            programme_item: task.as_ref().map(|t| t.item.clone()).unwrap_or_default(),
            task: task.map_or(free, |t| t.name),
            name,
            field,
            cost_item: item,
            norm,
            source,
            unit,
            quantity,
            price,
        })
    }

    /// The plan's task, by its number or, as people write it in a sheet, by its name.
    fn task(&self, form: &Submitted, errors: &mut FieldErrors) -> Option<KnownTask> {
        let typed = form.text("viec");
        if typed.is_empty() {
            return None;
        }
        let folded = kernel::text::fold(typed);
        let found =
            self.tasks.iter().find(|t| t.line.to_string() == typed || kernel::text::fold(&t.name) == folded);
        if found.is_none() {
            errors.add_with("viec", "budgets-error-no-task", vec![("typed", short(typed))]);
        }
        found.cloned()
    }

    fn field(&self, form: &Submitted, errors: &mut FieldErrors) -> String {
        let typed = form.text("linh-vuc");
        if !typed.is_empty() && !self.fields.iter().any(|f| f == typed) {
            errors.add_with("linh-vuc", "budgets-error-field", vec![("typed", short(typed))]);
        }
        typed.to_owned()
    }
}

fn short(typed: &str) -> String {
    typed.chars().take(60).collect()
}

/// An amount of đồng as people type it: with points or blanks between thousands, "đồng" behind it; none for what is no amount.
pub fn dong(typed: &str) -> Option<Dong> {
    Dong::typed(typed).filter(|amount| amount.0 <= MOST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ITEMS: [(&str, &str); 1] = [("hoi-nghi", "Theo quy định về chế độ hội nghị")];

    fn form(fields: &[(&str, &str)]) -> Submitted {
        let fields = fields.iter().map(|(n, v)| ((*n).to_owned(), vec![(*v).to_owned()])).collect();
        Submitted { fields, uploads: Vec::new() }
    }

    fn read(fields: &[(&str, &str)]) -> Result<LineWords, Vec<String>> {
        let items = ITEMS.map(|(c, n)| (c.to_owned(), n.to_owned()));
        let task = KnownTask {
            line: 7,
            name: "Sơ kết chương trình".to_owned(),
            field: "III.2".to_owned(),
            item: "III.2.e".to_owned(),
        };
        let typed = Typed { tasks: &[task], items: &items, fields: &["II.3".to_owned()] };
        let mut errors = FieldErrors::new();
        let line = typed.read(&form(fields), &mut errors);
        line.ok_or_else(|| errors.0.into_iter().map(|e| e.field).collect())
    }

    const GOOD: [(&str, &str); 7] = [
        ("viec", "so ket chuong trinh"),
        ("noi-dung", "Hội nghị sơ kết"),
        ("muc-chi", "hoi-nghi"),
        ("nguon", "city"),
        ("don-vi", "đại biểu"),
        ("so-luong", "120"),
        ("don-gia", "150.000 đồng"),
    ];

    #[test]
    fn a_line_is_quantity_times_price_of_its_task_and_takes_the_items_norm() {
        let line = read(&GOOD).unwrap();
        assert_eq!(line.amount(), Dong(18_000_000));
        assert_eq!((line.plan_line, line.field.as_str()), (Some(7), "III.2"));
        assert_eq!(line.norm, "Theo quy định về chế độ hội nghị");
    }

    #[test]
    fn all_that_is_wrong_is_named_at_once() {
        let wrong = [("muc-chi", "khong-co"), ("nguon", "x"), ("so-luong", "0"), ("don-gia", "-5")];
        let mut named = read(&wrong).unwrap_err();
        named.sort();
        assert_eq!(named, ["don-gia", "don-vi", "muc-chi", "nguon", "noi-dung", "so-luong", "viec"]);
    }

    #[test]
    fn neither_half_a_thing_nor_half_a_dong_is_counted() {
        let mut halves = GOOD;
        halves[5].1 = "1,5";
        halves[6].1 = "1.234,5";
        assert_eq!(read(&halves).unwrap_err(), ["so-luong", "don-gia"]);
    }

    #[test]
    fn an_amount_beyond_counting_is_refused() {
        let mut large = GOOD;
        large[5].1 = "10000000";
        large[6].1 = "1000000000000000";
        assert_eq!(read(&large).unwrap_err(), ["don-gia"]);
    }

    proptest! {
        #[test]
        fn money_is_read_as_it_is_shown(amount in 0i64..MOST) {
            prop_assert_eq!(dong(&Dong(amount).to_string()), Some(Dong(amount)));
            prop_assert_eq!(dong(&format!("{amount}.0")), Some(Dong(amount)));
        }

        #[test]
        fn any_text_is_read_without_falling(text in ".{0,20}") {
            if let Some(amount) = dong(&text) {
                prop_assert!(amount >= Dong::ZERO);
            }
        }
    }
}
