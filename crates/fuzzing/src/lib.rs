//! Every parser of outside bytes as a function that takes any bytes and asserts what must hold of the answer.
//!
//! The same targets run in two ways (docs/decisions/0010-fuzzing.md): in the ordinary tests over a kept corpus and
//! seeded changes of it (rounds.rs), and for as long as one likes under libFuzzer (`cargo xtask fuzz`).
//!
//! dates.rs: days, periods, codes, networks, browsers · requests.rs: queries, forms, forwarding headers ·
//! lookups.rs: searches, cursors · contents.rs: file types · proofs.rs: the ledger · forms.rs: electronic forms,
//! templates of notices · rounds.rs: changed inputs, as many as asked for.

mod contents;
mod dates;
mod forms;
mod lookups;
mod proofs;
mod requests;
mod rounds;

pub use rounds::rounds;

/// A parser with what must hold of it.
#[derive(Clone, Copy)]
pub struct Target {
    /// Its name, which is that of its folder in fuzz/corpus.
    pub name: &'static str,
    /// Parses the bytes; panics when the answer is not what it must be.
    pub run: fn(&[u8]),
}

/// All targets, in the order of their names.
pub const TARGETS: [Target; 21] = [
    Target { name: "agent", run: dates::agent },
    Target { name: "answers", run: forms::answers },
    Target { name: "bundle", run: proofs::bundle },
    Target { name: "checkpoint", run: proofs::checkpoint },
    Target { name: "claimed", run: proofs::claimed },
    Target { name: "code", run: dates::code },
    Target { name: "content", run: contents::content },
    Target { name: "cursor", run: lookups::cursor },
    Target { name: "day", run: dates::day },
    Target { name: "form", run: requests::form },
    Target { name: "forwarded", run: requests::forwarded },
    Target { name: "key", run: proofs::key },
    Target { name: "multipart", run: requests::multipart },
    Target { name: "network", run: dates::network },
    Target { name: "period", run: dates::period },
    Target { name: "proof", run: proofs::proof },
    Target { name: "query", run: requests::query },
    Target { name: "schema", run: forms::schema },
    Target { name: "search", run: lookups::search },
    Target { name: "tampered", run: proofs::tampered },
    Target { name: "template", run: forms::template },
];

/// The target of a name.
pub fn target(name: &str) -> Option<Target> {
    TARGETS.into_iter().find(|target| target.name == name)
}
