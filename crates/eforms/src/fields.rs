//! The questions as fields of a page, with what was typed and what is wrong with it.
//! Conditional questions are all shown, each saying when it is to be filled: that works without JavaScript. With it, the page
//! hides those whose condition does not hold (crates/ui/assets/app.js).

use crate::files::{self, Files};
use crate::question::{ADDRESS, Question, Rows, ShowWhen, Widget, posted};
use crate::{Form, PREFIX, read};
use platform::http::Submitted;
use platform::{FieldErrors, Locale};
use ui::{Choice, Field, FieldKind, Width};

/// What the name of the button begins with that asks for one more row of a table.
pub(crate) const ADD: &str = "them.";
/// Choices up to which they are shown side by side rather than in a list.
const FEW: usize = 5;
/// Columns up to which rows are shown as a table rather than one group a row.
const NARROW: usize = 3;

/// What every field is drawn from.
struct Drawing<'a> {
    values: &'a Submitted,
    errors: &'a FieldErrors,
    locale: &'a Locale,
    /// What files are taken; none where nothing is handed in.
    files: Option<&'a Files<'a>>,
}

impl Form {
    /// The fields in order; `values` are texts as typed or [`Form::submitted`].
    pub fn fields(&self, values: &Submitted, errors: &FieldErrors, locale: &Locale) -> Vec<Field> {
        self.drawn(&Drawing { values, errors, locale, files: None })
    }

    /// The same where files are handed in: each picker says what it takes, and what is held already.
    pub fn fields_with_files(
        &self,
        values: &Submitted,
        errors: &FieldErrors,
        locale: &Locale,
        files: &Files<'_>,
    ) -> Vec<Field> {
        self.drawn(&Drawing { values, errors, locale, files: Some(files) })
    }

    fn drawn(&self, drawing: &Drawing<'_>) -> Vec<Field> {
        let fields = self.questions.iter().flat_map(|q| {
            let heading = self.sections.iter().find(|s| s.first() == Some(&q.key));
            let field = drawing.field(q, &self.questions, PREFIX);
            heading.map(|s| s.heading(drawing.locale)).into_iter().chain([field])
        });
        let rows = self.questions.iter().any(|q| matches!(q.widget, Widget::Rows(_)));
        rows.then(Field::sends).into_iter().chain(fields).collect()
    }
}

impl Drawing<'_> {
    fn field(&self, question: &Question, among: &[Question], prefix: &str) -> Field {
        let name = format!("{prefix}{}", question.key);
        let title = question.title(self.locale);
        let value = self.values.text(&name).to_owned();
        let field = match &question.widget {
            Widget::Text => Field::text(&name, title),
            Widget::File(takes) => files::picker(&name, title, takes, self.files, self.locale),
            Widget::Email => Field::new(FieldKind::Email, &name, title),
            Widget::Area => Field::textarea(&name, title, 3),
            Widget::Whole | Widget::Decimal => Field::number(&name, title),
            Widget::Money => Field::money(&name, title).hint(self.locale.t("eforms-money-hint")),
            Widget::Date => self.date(&name, title, &value),
            Widget::Identity => {
                Field::text(&name, title).width(Width::Medium).hint(self.locale.t("eforms-identity-hint"))
            }
            Widget::Address => Field::group(&name, title, self.address(&name, question.required)),
            Widget::YesNo => {
                let pairs = [("co", "eforms-yes"), ("khong", "eforms-no")];
                let choices = pairs.map(|(v, key)| Choice::new(v, self.locale.t(key), value == v));
                Field::radios(&name, title, choices.into())
            }
            Widget::Choice(choices) => self.choice(question, &name, choices, &value),
            Widget::Rows(rows) => self.rows(question, rows, &name),
        };
        let field = self.finished(field, question, among, &name, value);
        match (&question.widget, self.files) {
            (Widget::File(_), Some(files)) => files::with_held(field, files, self.values, self.locale),
            _ => field,
        }
    }

    /// What all kinds share: value, hint, error, whether and when it is to be filled.
    fn finished(
        &self,
        mut field: Field,
        question: &Question,
        among: &[Question],
        name: &str,
        value: String,
    ) -> Field {
        if field.value.is_empty() {
            field.value = value;
        }
        if let Some(hint) = &question.hint {
            field.hint = Some(hint.clone());
        }
        if matches!(question.widget, Widget::Text) {
            field.width = match question.max_length {
                Some(..=12) => Width::Short,
                Some(13..=40) => Width::Medium,
                _ => Width::Full,
            };
        }
        field.max_length = question.max_length.filter(|_| question.pattern.is_none());
        field.error = self.error(name);
        field.required = question.required;
        if let Some(condition) = &question.show_when {
            field.required = false;
            field.show_when = self.shown_when(condition, among, name, &question.key);
            field.optional_text = Some(only_when(condition, among, self.locale));
        }
        field
    }

    /// The field and the posted value on which a question depends; both stand beside it, so they share its prefix.
    fn shown_when(
        &self,
        condition: &ShowWhen,
        among: &[Question],
        name: &str,
        key: &str,
    ) -> Option<(String, String)> {
        let prefix = name.strip_suffix(key)?;
        let on = among.iter().find(|q| q.key == condition.field)?;
        let answer = match (&on.widget, condition.equals.as_bool()) {
            (Widget::YesNo, Some(true)) => "co".to_owned(),
            (Widget::YesNo, Some(false)) => "khong".to_owned(),
            _ => posted(&condition.equals),
        };
        Some((format!("{prefix}{}", on.key), answer))
    }

    fn error(&self, name: &str) -> Option<String> {
        let error = self.errors.0.iter().find(|e| e.field == name)?;
        let args: Vec<(&str, String)> = error.args.iter().map(|(n, v)| (*n, v.clone())).collect();
        Some(self.locale.tn(&error.key, &args))
    }

    /// A day; text that is no day stays visible in a line, because a browser's date control would drop it.
    fn date(&self, name: &str, title: &str, value: &str) -> Field {
        match read::day(value) {
            Some(day) => Field::date(name, title).value(day.to_string()),
            None if value.is_empty() => Field::date(name, title),
            None => Field::text(name, title).width(Width::Medium).hint(self.locale.t("eforms-date-hint")),
        }
    }

    fn choice(&self, question: &Question, name: &str, choices: &[serde_json::Value], value: &str) -> Field {
        let offered =
            choices.iter().map(posted).map(|text| Choice::new(text.clone(), text.clone(), text == value));
        // Radio buttons cannot be taken back, so an answer that may be left out is a list.
        let free = !question.required && question.show_when.is_none();
        if choices.len() <= FEW && !free {
            return Field::radios(name, question.title(self.locale), offered.collect());
        }
        let empty = Choice::new("", self.locale.t("ui-choose"), value.is_empty());
        Field::select(name, question.title(self.locale), std::iter::once(empty).chain(offered).collect())
    }

    fn address(&self, name: &str, required: bool) -> Vec<Field> {
        let part = |(part, label, needed): (&str, &'static str, bool)| {
            let name = format!("{name}.{part}");
            let mut field =
                Field::text(&name, self.locale.t(label)).value(self.values.text(&name)).max_length(120);
            field.error = self.error(&name);
            field.required = needed && required;
            // Only a part that may be missing in a full address says so.
            if needed && !required {
                field.required = true;
            }
            field
        };
        ADDRESS.into_iter().map(part).collect()
    }

    fn rows(&self, question: &Question, rows: &Rows, name: &str) -> Field {
        let title = question.title(self.locale).to_owned();
        let add = format!("{ADD}{name}");
        let typed = read::typed_rows(name, self.values, rows.most);
        let more = usize::from(self.values.text(&add) == "1");
        let count = typed.max(rows.minimum).max(1).saturating_add(more).min(rows.maximum.max(typed));
        let row = |index: usize| {
            let prefix = format!("{name}.{index}.");
            rows.columns.iter().map(|c| self.field(c, &rows.columns, &prefix)).collect::<Vec<_>>()
        };
        let wide = |column: &Question| matches!(column.widget, Widget::Address | Widget::Rows(_));
        let narrow = rows.columns.len() <= NARROW && !rows.columns.iter().any(wide);
        let (columns, cells): (Vec<String>, Vec<Vec<Field>>) = if narrow {
            let cells = (0..count).map(|i| row(i).into_iter().map(in_a_cell).collect()).collect();
            (rows.columns.iter().map(|c| c.title(self.locale).to_owned()).collect(), cells)
        } else {
            let group = |i: usize| {
                let number = (i + 1).to_string();
                let label = self.locale.tn("eforms-row", &[("label", title.clone()), ("number", number)]);
                vec![Field::group(format!("{name}.{i}"), label, row(i))]
            };
            (vec![title.clone()], (0..count).map(group).collect())
        };
        let add_name = (count < rows.maximum).then_some(add);
        Field::new(FieldKind::Rows { columns, rows: cells, add_name }, name, title)
    }
}

/// When a conditional question is to be answered, in words.
pub(crate) fn only_when(condition: &ShowWhen, among: &[Question], locale: &Locale) -> String {
    let on = among.iter().find(|q| q.key == condition.field).map_or("", |q| q.title(locale));
    let answer = match condition.equals.as_bool() {
        Some(true) => locale.t("eforms-yes"),
        Some(false) => locale.t("eforms-no"),
        None => posted(&condition.equals),
    };
    locale.tn("eforms-only-when", &[("field", on.trim_end_matches('?').to_owned()), ("answer", answer)])
}

/// A field of a narrow table: the column says its label, a list takes less room than radio buttons.
fn in_a_cell(mut field: Field) -> Field {
    field.hint = None;
    field.width = Width::Full;
    if let FieldKind::Radios(choices) = field.kind {
        let empty = Choice::new("", "–", choices.iter().all(|c| !c.selected));
        field.kind = FieldKind::Select(std::iter::once(empty).chain(choices).collect());
    }
    field.label_hidden()
}
