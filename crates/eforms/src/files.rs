//! Questions that are answered by a file. The file is a paper of the dossier, and the answer is that paper's reference: the name
//! of the field itself, so that nobody can answer with a file that was not handed in here.

use crate::question::{Question, Takes, Widget};
use crate::{Form, PREFIX};
use platform::Locale;
use platform::http::Submitted;
use platform::uploads::{Rules, Wrong};
use ui::{Cell, Choice, Field, SummaryList};

/// What the name of the tick begins with that takes a held file away again; the name of the field follows.
pub const DROP: &str = "bo.";

/// A question that takes a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileQuestion {
    /// Name of its field, which is also the reference of its paper.
    pub field: String,
    /// The question, as its paper is called.
    pub title: String,
    takes: Takes,
}

/// What files are taken where a form is drawn, and what is held of them already.
#[derive(Debug, Clone)]
pub struct Files<'a> {
    /// The platform's rules of the day.
    pub rules: &'a Rules,
    /// Files that need not be chosen again.
    pub held: Vec<HeldFile>,
}

/// A file that is held for a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldFile {
    /// Name of the question's field.
    pub field: String,
    /// Name the sender gave, with its size.
    pub name: String,
    /// Where it can be looked at.
    pub href: String,
}

impl FileQuestion {
    /// The name of the question within the answers.
    pub fn key(&self) -> &str {
        self.field.strip_prefix(PREFIX).unwrap_or_default()
    }

    /// The platform's rules, narrowed to what the question takes.
    pub fn rules(&self, platform: &Rules) -> Rules {
        platform.narrowed(&self.takes.kinds, self.takes.megabytes)
    }

    /// What is wrong with a file handed in for it.
    pub fn refusal(&self, platform: &Rules, content: &[u8]) -> Option<Wrong> {
        self.rules(platform).refusal(content)
    }
}

impl Form {
    /// The questions that take a file, in order.
    pub fn file_questions(&self) -> Vec<FileQuestion> {
        let taking = |question: &Question| match &question.widget {
            Widget::File(takes) => Some(FileQuestion {
                field: format!("{PREFIX}{}", question.key),
                title: question.title.clone(),
                takes: takes.clone(),
            }),
            _ => None,
        };
        self.questions.iter().filter_map(taking).collect()
    }

    /// What was typed, each question that takes a file answered by its reference where a file is held and not at all elsewhere:
    /// whatever was posted under its name is no answer.
    pub fn with_files(&self, typed: &Submitted, held: impl Fn(&str) -> bool) -> Submitted {
        let mut typed = typed.clone();
        for question in self.file_questions() {
            typed.fields.remove(&question.field);
            if held(&question.field) {
                typed.fields.insert(question.field.clone(), vec![question.field]);
            }
        }
        typed
    }
}

/// The picker of a question as far as it says what is taken; the rest every field has.
pub(crate) fn picker(
    name: &str,
    title: &str,
    takes: &Takes,
    files: Option<&Files<'_>>,
    locale: &Locale,
) -> Field {
    match files {
        Some(files) => {
            let rules = files.rules.narrowed(&takes.kinds, takes.megabytes);
            Field::file(name, title, rules.accept(), rules.words_in(locale))
        }
        None => Field::file(name, title, "", ""),
    }
}

/// The picker with the file that is held, to be looked at, replaced or taken away; without one it says which file was chosen and
/// could not be kept.
pub(crate) fn with_held(mut picker: Field, files: &Files<'_>, values: &Submitted, locale: &Locale) -> Field {
    let name = picker.name.clone();
    let Some(held) = files.held.iter().find(|held| held.field == name) else {
        if let Some(lost) = values.uploads.iter().find(|upload| upload.field == name) {
            let again = locale.tn("eforms-file-again", &[("file", lost.name.clone())]);
            picker.hint = Some(picker.hint.map_or_else(|| again.clone(), |hint| format!("{again} {hint}")));
        }
        return picker;
    };
    let title = std::mem::replace(&mut picker.label, locale.t("eforms-file-other"));
    let list = SummaryList::new(&ui::words(locale))
        .row(locale.t("eforms-file-attached"), Cell::link(held.href.clone(), held.name.clone()));
    let drop = Choice::new("1", locale.tn("eforms-file-drop", &[("file", held.name.clone())]), false);
    let mut drop = Field::checkboxes(format!("{DROP}{name}"), title.clone(), vec![drop]).label_hidden();
    // A box that may stay empty needs no word that it may.
    drop.required = true;
    let (hint, required) = (picker.hint.take(), picker.required);
    let (optional_text, show_when) = (picker.optional_text.take(), picker.show_when.take());
    picker.required = false;
    picker.optional_text = Some(locale.t("eforms-file-kept"));
    let inner = vec![Field::html(ui::markup(&list)), picker, drop];
    let mut group = Field::group(format!("{name}.nhom"), title, inner);
    (group.hint, group.required) = (hint, required);
    (group.optional_text, group.show_when) = (optional_text, show_when);
    group
}
