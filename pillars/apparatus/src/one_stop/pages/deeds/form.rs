//! Fields of a deed's form: label by message, the typed text kept, the error beside it.

use platform::Ctx;
use platform::error::FieldErrors;
use platform::http::Submitted;
use ui::{Choice, Field};

/// Longest note or reason, characters.
pub const LONG: usize = 4000;

/// A form being drawn.
pub struct Draft<'a> {
    /// The request.
    pub ctx: &'a Ctx,
    /// What was typed.
    pub typed: &'a Submitted,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
}

impl Draft<'_> {
    /// Gives a field its typed text and its error.
    pub fn finish(&self, field: Field) -> Field {
        let error = ui::field_error(self.ctx, self.errors, &field.name);
        match self.typed.fields.get(&field.name).and_then(|v| v.first()) {
            Some(value) => field.value(value.clone()).error(error),
            None => field.error(error),
        }
    }

    fn label(&self, name: &str) -> String {
        self.ctx.t(&format!("one-stop-field-{name}"))
    }

    /// One line.
    pub fn text(&self, name: &str) -> Field {
        self.finish(Field::text(name, self.label(name)))
    }

    /// Several lines.
    pub fn area(&self, name: &str, rows: u8) -> Field {
        self.finish(Field::textarea(name, self.label(name), rows))
    }

    /// A telephone number.
    pub fn tel(&self, name: &str) -> Field {
        self.finish(Field::tel(name, self.label(name)))
    }

    /// A day.
    pub fn day(&self, name: &str) -> Field {
        self.finish(Field::date(name, self.label(name)))
    }

    /// One of many; the first choice is empty and says "choose".
    pub fn select(&self, name: &str, options: Vec<(String, String)>) -> Field {
        let held = self.typed.text(name);
        let first = Choice::new("", self.ctx.t("ui-choose"), held.is_empty());
        let options = options.into_iter().map(|(value, text)| {
            let selected = value == held;
            Choice::new(value, text, selected)
        });
        self.finish(Field::select(name, self.label(name), std::iter::once(first).chain(options).collect()))
    }

    /// One of a few; `default` is chosen until something else was.
    pub fn radios(&self, name: &str, options: Vec<(&str, String)>, default: &str) -> Field {
        let held = self.typed.optional(name).unwrap_or_else(|| default.to_owned());
        let choices =
            options.into_iter().map(|(value, text)| Choice::new(value, text, value == held)).collect();
        self.finish(Field::radios(name, self.label(name), choices))
    }

    /// One box to tick.
    pub fn tick(&self, name: &str, text_key: &str) -> Field {
        let choices = vec![Choice::new("co", self.ctx.t(text_key), self.typed.ticked(name))];
        self.finish(Field::checkboxes(name, self.label(name), choices)).optional()
    }

    /// The remark that every hand-over may carry.
    pub fn note(&self) -> Field {
        self.area("ghi-chu", 2).optional()
    }
}

/// The remark as typed; an error when it is too long.
pub fn note(typed: &Submitted, errors: &mut FieldErrors) -> String {
    typed.at_most(errors, "ghi-chu", LONG)
}

/// A demanded day.
pub fn demanded_day(typed: &Submitted, errors: &mut FieldErrors, name: &str) -> Option<kernel::Day> {
    if typed.text(name).is_empty() {
        errors.add(name, "form-required");
    }
    typed.day(errors, name)
}
