//! Forms: fields, the summary of what is wrong at their top, and buttons that name the act.

use crate::form_field::Field;
use crate::page::Link;
use crate::words::Words;
use askama::Template;
use askama::filters::HtmlSafe;
use platform::http::Submitted;
use platform::{Ctx, FieldErrors, once};

/// A form; it prints the error summary above itself when a field has an error.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/form.html")]
pub struct Form {
    /// Fixed words.
    pub words: Words,
    /// Where it is sent.
    pub action: String,
    /// "post" or "get".
    pub method: &'static str,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The act, e.g. "Nộp hồ sơ"; empty: it can only be read, e.g. to take along what was typed.
    pub submit: String,
    /// A second button (name, value, label), e.g. to save a draft.
    pub second_button: Option<(String, String, String)>,
    /// The way out.
    pub secondary: Option<Link>,
    /// Whether files go with it.
    pub multipart: bool,
    /// Whether the act refuses or destroys.
    pub danger: bool,
    /// Whether another act of the page comes first: the button stands back.
    pub quiet: bool,
    /// Names and values sent along.
    pub hidden: Vec<(String, String)>,
    /// Where drafts are posted while one writes, with JavaScript; none: no drafts.
    pub draft_action: Option<String>,
    /// Errors that belong to no field.
    pub errors: Vec<String>,
}

impl HtmlSafe for Form {}

impl Form {
    /// A POST form.
    pub fn new(
        words: &Words,
        action: impl Into<String>,
        submit: impl Into<String>,
        fields: Vec<Field>,
    ) -> Form {
        Form {
            words: words.clone(),
            action: action.into(),
            method: "post",
            fields,
            submit: submit.into(),
            second_button: None,
            secondary: None,
            multipart: false,
            danger: false,
            quiet: false,
            hidden: Vec::new(),
            draft_action: None,
            errors: Vec::new(),
        }
    }

    /// Files go with it.
    pub fn multipart(mut self) -> Form {
        self.multipart = true;
        self
    }

    /// Another act of the page comes first.
    pub fn quiet(mut self) -> Form {
        self.quiet = true;
        self
    }

    /// Gives a form that opens a record its key, the one it was sent with or a new one: `platform::once` opens one record
    /// for it, however often it comes.
    pub fn once(mut self, ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> Form {
        let sent_before = crate::field_error(ctx, errors, once::FIELD);
        let kept = typed.optional(once::FIELD).filter(|_| sent_before.is_none());
        self.hidden.push((once::FIELD.to_owned(), kept.unwrap_or_else(|| ctx.app.random.token())));
        self.errors.extend(sent_before);
        self
    }

    /// Sets the way out.
    pub fn with_secondary(mut self, href: impl Into<String>, text: impl Into<String>) -> Form {
        self.secondary = Some(Link::new(href, text));
        self
    }

    /// Whether anything is wrong; then begin the page's title with `words.error_prefix` and answer 422.
    pub fn has_errors(&self) -> bool {
        !self.error_summary().items.is_empty()
    }

    /// What is wrong, for the top of the page.
    pub fn error_summary(&self) -> ErrorSummary {
        let mut found = Vec::new();
        self.fields.iter().for_each(|field| field.errors("", &mut found));
        let own = self.errors.iter().map(|error| (error.clone(), String::new()));
        let items = own.chain(found.into_iter().map(|(error, target)| (error, format!("#{target}"))));
        ErrorSummary { words: self.words.clone(), items: items.collect() }
    }
}

/// What is wrong with a form, each line linked to its field. Prints nothing when nothing is wrong.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/errors.html")]
pub struct ErrorSummary {
    /// Fixed words.
    pub words: Words,
    /// Text and link; an empty link is plain text.
    pub items: Vec<(String, String)>,
}

impl HtmlSafe for ErrorSummary {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form_field::{Choice, FieldKind};
    use crate::words::MESSAGES_VI;
    use crate::words::tests::words_of;

    fn form() -> Form {
        let words = words_of(MESSAGES_VI);
        let name = Field::text("ho_ten", "Họ và tên")
            .value("Nguyễn \"Ba\" <x>")
            .error(Some("Hãy ghi họ và tên".into()));
        let sex = Field::radios("gioi", "Giới tính", vec![Choice::new("nu", "Nữ", true)])
            .error(Some("Hãy chọn giới tính".into()));
        let note = Field::textarea("ghi_chu", "Ghi chú", 4).value("</textarea><script>").optional();
        Form::new(
            &words,
            "/nop",
            "Nộp hồ sơ",
            vec![Field::group("nguoi", "Người nộp", vec![name, sex]), note],
        )
    }

    #[test]
    fn what_citizens_write_is_escaped() {
        let html = form().to_string();
        assert!(!html.contains("<script>") && !html.contains("<x>") && !html.contains("\"Ba\""), "{html}");
    }

    #[test]
    fn errors_link_to_their_controls() {
        let html = form().to_string();
        assert!(form().has_errors());
        assert!(html.contains(">Người nộp – Họ và tên: Hãy ghi họ và tên</a>"), "{html}");
        for needle in ["href=\"#f-ho_ten\"", "id=\"f-ho_ten\"", "href=\"#f-gioi-1\"", "id=\"f-gioi-1\""] {
            assert!(html.contains(needle), "{needle} in {html}");
        }
        assert!(html.contains("aria-describedby=\"f-ho_ten-error\""), "{html}");
    }

    #[test]
    fn a_row_that_names_its_table_says_so_once() {
        let year = Field::text("con.0.nam", "Năm").error(Some("Hãy ghi năm".to_owned()));
        let rows = vec![vec![Field::group("con.0", "Con – dòng 1", vec![year])]];
        let kind = FieldKind::Rows { columns: vec!["Con".to_owned()], rows, add_name: None };
        let mut found = Vec::new();
        Field::new(kind, "con", "Con").errors("", &mut found);
        let told: Vec<&str> = found.iter().map(|(line, _)| line.as_str()).collect();
        assert_eq!(told, ["Con – dòng 1 – Năm: Hãy ghi năm"]);
    }

    #[test]
    fn optional_fields_say_so_and_required_ones_carry_no_mark() {
        let html = form().to_string();
        assert_eq!(html.matches("(không bắt buộc)").count(), 1, "{html}");
        assert!(!html.contains('*'));
    }

    #[test]
    fn a_form_without_errors_has_no_summary() {
        let words = words_of(MESSAGES_VI);
        let form = Form::new(&words, "/", "Gửi", vec![Field::new(FieldKind::Email, "thu", "Thư điện tử")]);
        assert!(!form.to_string().contains("error-summary"));
    }
}
