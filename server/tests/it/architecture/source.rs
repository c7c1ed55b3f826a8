//! The sources as tokens: string literals with what stands before them, functions with their lengths, tests told from code.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::LazyLock;

/// A Rust file.
pub struct Source {
    /// Path from the root, with slashes.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Whether it is compiled for tests only: a `tests` folder, or a module under `#[cfg(test)]`.
    pub is_test: bool,
    /// Its tokens in reading order, groups opened, doc comments and test modules left out.
    pub tokens: Vec<Token>,
    /// Lines with code on them, test modules left out (all lines with code in a test file).
    pub code_lines: usize,
    /// Functions outside test modules.
    pub functions: Vec<Function>,
}

/// A token of the flat list; groups show as their brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Text of an identifier, bracket or punctuation; for a string literal its value.
    pub text: String,
    /// Whether it is a string literal.
    pub is_string: bool,
    /// Line, from 1.
    pub line: usize,
}

/// A function outside tests.
pub struct Function {
    /// Name.
    pub name: String,
    /// Lines with code from `fn` to the closing bracket.
    pub lines: usize,
}

/// Files with an ending below folders of the repository, as paths from the root; what is built or fetched is left out.
pub fn files(folders: &[&str], endings: &[&str]) -> Vec<String> {
    let root = super::root();
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = folders.iter().map(|f| root.join(f)).collect();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["target", "node_modules", ".git", "shots"].contains(&name.as_str()) {
                    open.push(path);
                }
            } else if endings.iter().any(|e| name.ends_with(e)) {
                found.push(path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The text of a file of the repository.
pub fn read(path: &str) -> String {
    std::fs::read_to_string(super::root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The Rust sources of crates, pillars, server and xtask, tests and examples included; read once a process.
pub fn rust() -> impl Iterator<Item = &'static Source> {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(parse);
    SOURCES.iter()
}

/// Names of the tests in a source, those in test modules of product files too.
pub fn tests(text: &str) -> impl Iterator<Item = &str> {
    let marked = text.split("#[test]").skip(1).chain(text.split("#[tokio::test").skip(1));
    marked.filter_map(|part| {
        let (before, after) = part.split_once("fn ")?;
        (!before.contains(['{', '}'])).then(|| after.split('(').next())?
    })
}

/// The sources that run in the product: no tests, no examples, no xtask.
pub fn product() -> impl Iterator<Item = &'static Source> {
    rust().filter(|s| !s.is_test && !s.path.starts_with("xtask/"))
}

fn parse() -> Vec<Source> {
    let paths = files(&["crates", "pillars", "server", "xtask"], &[".rs"]);
    let parsed: Vec<(String, String, TokenStream)> = paths
        .into_iter()
        .map(|path| {
            let text = read(&path);
            let tokens = TokenStream::from_str(&text)
                .unwrap_or_else(|e| panic!("{path}:{} is not Rust: {e}", e.span().start().line));
            (path, text, tokens)
        })
        .collect();
    let tests: HashSet<String> =
        parsed.iter().flat_map(|(path, _, tokens)| test_modules(path, tokens)).collect();
    let source = |(path, text, tokens): (String, String, TokenStream)| {
        let is_test = ["/tests/", "/examples/", "/benches/"].iter().any(|f| path.contains(f))
            || tests.iter().any(|t| path == format!("{t}.rs") || path.starts_with(&format!("{t}/")));
        let mut read = Reading { skip_tests: !is_test, ..Reading::default() };
        read.stream(tokens);
        let functions = read
            .functions
            .iter()
            .map(|(name, from, to)| Function { name: name.clone(), lines: read.lines_within(*from, *to) });
        Source {
            path,
            text,
            is_test,
            functions: functions.collect(),
            code_lines: read.lines.len(),
            tokens: read.tokens,
        }
    };
    parsed.into_iter().map(source).collect()
}

/// Modules declared under `#[cfg(test)]` in files of their own, as paths without `.rs`.
fn test_modules(path: &str, tokens: &TokenStream) -> Vec<String> {
    let file = Path::new(path);
    let folder = file.parent().unwrap_or(Path::new(""));
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let home =
        if ["mod", "lib", "main"].contains(&stem.as_str()) { folder.to_owned() } else { folder.join(stem) };
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut found = Vec::new();
    let (mut under_test, mut other_path) = (false, None);
    for (at, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Group(g) if g.delimiter() == Delimiter::Bracket => {
                let text = g.stream().to_string().replace(' ', "");
                under_test |= text == "cfg(test)";
                if let Some(named) = text.strip_prefix("path=") {
                    other_path = Some(folder.join(named.trim_matches('"').trim_end_matches(".rs")));
                }
            }
            TokenTree::Ident(i) if i == "mod" && under_test => {
                if let (Some(TokenTree::Ident(name)), Some(TokenTree::Punct(_))) =
                    (trees.get(at + 1), trees.get(at + 2))
                {
                    let module = other_path.take().unwrap_or_else(|| home.join(name.to_string()));
                    found.push(module.to_string_lossy().into_owned());
                }
            }
            TokenTree::Punct(p) if p.as_char() == ';' => (under_test, other_path) = (false, None),
            TokenTree::Group(g) if g.delimiter() == Delimiter::Brace => {
                (under_test, other_path) = (false, None)
            }
            _ => {}
        }
    }
    found
}

#[derive(Default)]
struct Reading {
    skip_tests: bool,
    tokens: Vec<Token>,
    /// Lines with code, rising: they come in reading order.
    lines: Vec<usize>,
    functions: Vec<(String, usize, usize)>,
}

impl Reading {
    /// Notes that there is code on these lines.
    fn mark(&mut self, from: usize, to: usize) {
        let first = self.lines.last().map_or(from, |last| from.max(last + 1));
        self.lines.extend(first..=to);
    }

    /// How many of these lines have code.
    fn lines_within(&self, from: usize, to: usize) -> usize {
        self.lines.partition_point(|line| *line <= to) - self.lines.partition_point(|line| *line < from)
    }

    fn stream(&mut self, stream: TokenStream) {
        let trees: Vec<TokenTree> = stream.into_iter().collect();
        let mut at = 0;
        while let Some(tree) = trees.get(at) {
            if let Some(after) = self.attribute(&trees, at) {
                at = after;
                continue;
            }
            match tree {
                TokenTree::Ident(i) if i == "fn" => self.function(&trees, at),
                TokenTree::Group(group) => {
                    self.group(group);
                    at += 1;
                    continue;
                }
                _ => {}
            }
            self.leaf(tree);
            at += 1;
        }
    }

    /// Passes over a doc comment, and over a whole item under `#[cfg(test)]`; where to read on.
    fn attribute(&self, trees: &[TokenTree], at: usize) -> Option<usize> {
        let [TokenTree::Punct(hash), rest @ ..] = trees.get(at..)? else { return None };
        let inner = matches!(rest.first(), Some(TokenTree::Punct(p)) if p.as_char() == '!');
        let Some(TokenTree::Group(group)) = rest.get(usize::from(inner)) else { return None };
        if hash.as_char() != '#' || group.delimiter() != Delimiter::Bracket {
            return None;
        }
        let after = at + 2 + usize::from(inner);
        let text = group.stream().to_string().replace(' ', "");
        if text.starts_with("doc=") {
            return Some(after);
        }
        if text != "cfg(test)" || !self.skip_tests {
            return None;
        }
        // The item ends with its braces or its semicolon.
        let end = trees.get(after..)?.iter().position(|t| match t {
            TokenTree::Group(g) => g.delimiter() == Delimiter::Brace,
            TokenTree::Punct(p) => p.as_char() == ';',
            _ => false,
        });
        Some(end.map_or(trees.len(), |end| after + end + 1))
    }

    /// Notes a function with a body; its lines are counted when all are known.
    fn function(&mut self, trees: &[TokenTree], at: usize) {
        let Some(TokenTree::Ident(name)) = trees.get(at + 1) else { return };
        for tree in trees.get(at + 2..).unwrap_or_default() {
            match tree {
                TokenTree::Punct(p) if p.as_char() == ';' => return,
                TokenTree::Group(g) if g.delimiter() == Delimiter::Brace => {
                    self.functions.push((
                        name.to_string(),
                        name.span().start().line,
                        g.span_close().end().line,
                    ));
                    return;
                }
                _ => {}
            }
        }
    }

    fn group(&mut self, group: &Group) {
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Brace => ("{", "}"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::None => ("", ""),
        };
        self.push(open.to_owned(), false, group.span_open().start().line);
        self.stream(group.stream());
        self.push(close.to_owned(), false, group.span_close().end().line);
    }

    fn leaf(&mut self, tree: &TokenTree) {
        let line = tree.span().start().line;
        let text = tree.to_string();
        match tree {
            TokenTree::Literal(_) => {
                match string_value(&text) {
                    Some(value) => self.push(value, true, line),
                    None => self.push(text, false, line),
                }
                // Only a literal goes over several lines.
                self.mark(line, tree.span().end().line);
            }
            _ => self.push(text, false, line),
        }
    }

    fn push(&mut self, text: String, is_string: bool, line: usize) {
        self.mark(line, line);
        self.tokens.push(Token { text, is_string, line });
    }
}

/// The value of a string literal as it stands in the source; `None` for other literals.
fn string_value(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('r') {
        let body = raw.trim_start_matches('#').strip_prefix('"')?;
        return Some(body.trim_end_matches('#').strip_suffix('"')?.to_owned());
    }
    let body = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut value = String::with_capacity(body.len());
    let mut chars = body.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => value.push('\n'),
            Some('t') => value.push('\t'),
            // A backslash at the end of a line swallows the line's end and the next line's indent.
            Some('\n') => while chars.next_if(|c| c.is_whitespace()).is_some() {},
            Some('u') => value.extend(unicode_escape(&mut chars)),
            Some(other) => value.push(other),
            None => {}
        }
    }
    Some(value)
}

/// `{00e0}` after `\u`.
fn unicode_escape(chars: &mut impl Iterator<Item = char>) -> Option<char> {
    let code: String = chars.take_while(|c| *c != '}').filter(|c| *c != '{').collect();
    char::from_u32(u32::from_str_radix(&code, 16).ok()?)
}

impl Source {
    /// Its string literals.
    pub fn strings(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().filter(|t| t.is_string)
    }

    /// Whether the tokens from `at` on read as these texts.
    pub fn reads(&self, at: usize, texts: &[&str]) -> bool {
        self.tokens
            .get(at..at + texts.len())
            .is_some_and(|found| found.iter().zip(texts).all(|(t, text)| t.text == *text && !t.is_string))
    }

    /// The position of the bracket that closes the one at `open`.
    pub fn closing(&self, open: usize) -> usize {
        let mut depth = 0usize;
        for (at, token) in self.tokens.iter().enumerate().skip(open) {
            match token.text.as_str() {
                "(" | "[" | "{" if !token.is_string => depth += 1,
                ")" | "]" | "}" if !token.is_string => {
                    depth -= 1;
                    if depth == 0 {
                        return at;
                    }
                }
                _ => {}
            }
        }
        self.tokens.len()
    }

    /// Paths written in the code, such as `platform::store::Store`, those of a `use` tree one by one; (path, line).
    pub fn paths(&self) -> Vec<(String, usize)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            at = self.path_from(at, "", &mut found).max(at + 1);
        }
        found
    }

    /// Reads one path that begins at `at`, opening `{…}`; where it ends.
    fn path_from(&self, mut at: usize, before: &str, found: &mut Vec<(String, usize)>) -> usize {
        let mut path = before.to_owned();
        let line = self.tokens.get(at).map_or(0, |t| t.line);
        while let Some(token) = self.tokens.get(at) {
            if token.is_string || !token.text.starts_with(|c: char| c.is_alphabetic() || c == '_') {
                break;
            }
            path += &token.text;
            at += 1;
            if !self.reads(at, &[":", ":"]) {
                break;
            }
            path += "::";
            at += 2;
            if self.reads(at, &["{"]) {
                let end = self.closing(at);
                let mut inside = at + 1;
                while inside < end {
                    inside = self.path_from(inside, &path, found).max(inside + 1);
                }
                return end + 1;
            }
        }
        if path.len() > before.len() {
            found.push((path, line));
        }
        at
    }
}

#[test]
fn tests_docs_and_strings_are_read_as_such() {
    let text = "//! Head.\n/// Doc \"x\".\nfn one() {\n    two(\"a\\\n        b\"); // no\n\n}\n#[cfg(test)]\nmod tests { fn three() {} }\nuse a::{b, c::D};\n";
    let mut read = Reading { skip_tests: true, ..Reading::default() };
    read.stream(TokenStream::from_str(text).unwrap());
    let strings: Vec<&str> = read.tokens.iter().filter(|t| t.is_string).map(|t| t.text.as_str()).collect();
    assert_eq!(strings, ["ab"]);
    assert_eq!(read.functions, [("one".to_owned(), 3, 7)]);
    assert_eq!(read.lines, [3, 4, 5, 7, 10]);
    let source = Source {
        path: String::new(),
        text: String::new(),
        is_test: false,
        tokens: read.tokens,
        code_lines: 0,
        functions: vec![],
    };
    let paths: Vec<String> =
        source.paths().into_iter().map(|(p, _)| p).filter(|p| p.contains("::")).collect();
    assert_eq!(paths, ["a::b", "a::c::D"]);
    assert_eq!(
        test_modules("x/src/y.rs", &TokenStream::from_str("#[cfg(test)] mod tests; mod z;").unwrap()),
        ["x/src/y/tests"]
    );
}
