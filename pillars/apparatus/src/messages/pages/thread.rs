//! A thread in words, for either side.

use super::super::rules::{Side, Standing};
use super::super::store::{self, Message, Thread};
use platform::Ctx;
use platform::error::Result;
use std::collections::BTreeMap;
use ui::{Action, ActionKind, Link, Tag, Tone};

/// A message as its page shows it.
pub struct Shown {
    /// Number.
    pub id: i64,
    /// Who wrote.
    pub title: String,
    /// Tone of its mark.
    pub tone: &'static str,
    /// How a request stands.
    pub tag: Option<Tag>,
    /// When.
    pub at: String,
    /// Whether the other side has seen it.
    pub seen: String,
    /// Its text, line by line.
    pub lines: Vec<String>,
    /// Before what is to be put right.
    pub items_title: String,
    /// What is to be put right.
    pub items: Vec<String>,
    /// Its files.
    pub files: Vec<Link>,
    /// The button that closes a request.
    pub close: Option<Action>,
}

/// Where the files of a thread lie, and under which address a request is closed.
pub struct Places {
    /// Address before a file's hash.
    pub files: String,
    /// Address before a message's number; none: the reader closes nothing.
    pub close: Option<String>,
}

/// All messages of a thread as a side reads them.
pub async fn shown(ctx: &Ctx, thread: Option<&Thread>, side: Side, places: &Places) -> Result<Vec<Shown>> {
    let Some(thread) = thread else { return Ok(Vec::new()) };
    let db = &ctx.app.store;
    let mut items: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for item in store::items_of(db, thread.id).await? {
        let kind = if item.kind == "paper" { "messages-item-paper" } else { "messages-item-field" };
        items.entry(item.message_id).or_default().push(ctx.tn(kind, &[("name", item.name)]));
    }
    let mut files: BTreeMap<i64, Vec<Link>> = BTreeMap::new();
    for file in store::files_of(db, thread.id).await? {
        let link = Link::new(
            format!("{}/{}", places.files, file.hash),
            format!("{} ({})", file.name, ui::file_size(file.size)),
        );
        files.entry(file.message_id).or_default().push(link);
    }
    let messages = store::messages_of(db, thread.id).await?;
    let show = |message: Message| {
        let (items, files) = (items.remove(&message.id), files.remove(&message.id));
        one(ctx, thread, message, (side, places), (items.unwrap_or_default(), files.unwrap_or_default()))
    };
    Ok(messages.into_iter().map(show).collect())
}

fn one(
    ctx: &Ctx,
    thread: &Thread,
    message: Message,
    (reader, places): (Side, &Places),
    (items, files): (Vec<String>, Vec<Link>),
) -> Shown {
    let standing = message.standing(ctx.today());
    let by = message.side();
    let read = match by {
        Side::Staff => thread.applicant_read_at,
        Side::Applicant => thread.staff_read_at,
    };
    // Of one's own message: whether the other side has read it; of theirs: that it is new.
    let seen = match (by == reader, by, read >= message.sent_at) {
        (true, Side::Applicant, true) => ctx.t("messages-seen-by-agency"),
        (true, Side::Applicant, false) => ctx.t("messages-not-seen-by-agency"),
        (true, Side::Staff, true) => ctx.t("messages-seen-by-applicant"),
        (true, Side::Staff, false) => ctx.t("messages-not-seen-by-applicant"),
        (false, _, false) => ctx.t("messages-new"),
        (false, _, true) => String::new(),
    };
    let due = message.due().map(kernel::Day::vn).unwrap_or_default();
    let open = standing.is_some_and(|standing| standing != Standing::Closed);
    let close = places.close.as_ref().filter(|_| open).map(|before| {
        let href = format!("{before}/{}/xong", message.id);
        Action::post(href, ctx.t("messages-close"), ActionKind::Quiet)
    });
    Shown {
        title: author(ctx, thread, &message, reader),
        tone: if by == Side::Staff { "info" } else { "accent" },
        tag: standing.map(|standing| tag(ctx, standing)),
        at: message.sent().vn(),
        seen,
        lines: message.body.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect(),
        items_title: ctx.tn("messages-items", &[("due", due)]),
        items,
        files,
        close,
        id: message.id,
    }
}

/// Who wrote: colleagues read the name of a colleague, the applicant the agency's.
fn author(ctx: &Ctx, thread: &Thread, message: &Message, reader: Side) -> String {
    match (message.side(), reader) {
        (Side::Applicant, Side::Applicant) => ctx.t("messages-by-you"),
        (Side::Applicant, Side::Staff) => ctx.t("messages-by-applicant"),
        (Side::Staff, Side::Staff) => message.author_name.clone(),
        (Side::Staff, Side::Applicant) => ctx.app.directory().name(thread.agency_id).to_owned(),
    }
}

/// How a request stands, as a tag.
pub fn tag(ctx: &Ctx, standing: Standing) -> Tag {
    let tone = match standing {
        Standing::Open => Tone::Info,
        Standing::Overdue => Tone::Bad,
        Standing::Answered => Tone::Warn,
        Standing::Closed => Tone::Good,
    };
    Tag::new(ctx.t(&format!("messages-standing-{}", standing.code())), tone)
}
