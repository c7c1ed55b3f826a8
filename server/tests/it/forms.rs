//! Forms as a browser sees them: every control with its value, ready to be changed and sent.

/// A form found in a page.
#[derive(Debug, Clone)]
pub struct FoundForm {
    pub action: String,
    pub fields: Vec<(String, String)>,
    pub offered: Vec<(String, String)>,
}

/// The POST form whose action ends with `action` (or the first one when it is empty).
pub fn find(html: &str, action: &str) -> FoundForm {
    let form = html
        .split("<form")
        .skip(1)
        .map(|f| f.split("</form>").next().unwrap_or_default())
        .find(|f| {
            let head = f.split('>').next().unwrap_or_default();
            head.contains("method=\"post\"") && attribute(head, "action").is_some_and(|a| a.ends_with(action))
        })
        .unwrap_or_else(|| panic!("no form posting to …{action} in {html}"));
    let head = form.split('>').next().unwrap_or_default();
    let mut found = FoundForm {
        action: attribute(head, "action").unwrap_or_default(),
        fields: Vec::new(),
        offered: Vec::new(),
    };
    let mut select: Option<(String, Option<String>, Option<String>)> = None;
    for piece in form.split('<').skip(1) {
        let tag = piece.split('>').next().unwrap_or_default();
        let name = attribute(tag, "name").unwrap_or_default();
        let value = attribute(tag, "value");
        if tag.starts_with("input") && !name.is_empty() {
            let kind = attribute(tag, "type").unwrap_or_default();
            let choice = kind == "radio" || kind == "checkbox";
            let value = value.unwrap_or_else(|| if choice { "on".to_owned() } else { String::new() });
            if choice {
                found.offered.push((name.clone(), value.clone()));
            }
            if kind != "file" && kind != "submit" && (!choice || has(tag, "checked")) {
                found.fields.push((name, value));
            }
        } else if tag.starts_with("textarea") {
            let text = piece.split_once('>').map_or("", |(_, t)| t);
            found.fields.push((name, decode(text.trim_start_matches('\n'))));
        } else if tag.starts_with("select") {
            select = Some((name, None, None));
        } else if tag.starts_with("option") {
            if let Some((name, first, chosen)) = &mut select {
                let value = value.unwrap_or_default();
                found.offered.push((name.clone(), value.clone()));
                first.get_or_insert_with(|| value.clone());
                if has(tag, "selected") {
                    *chosen = Some(value);
                }
            }
        } else if tag.starts_with("/select")
            && let Some((name, first, chosen)) = select.take()
        {
            found.fields.push((name, chosen.or(first).unwrap_or_default()));
        }
    }
    found
}

impl FoundForm {
    /// With other values; a name that is not among the controls is an error of the test.
    pub fn with(mut self, changes: &[(&str, &str)]) -> FoundForm {
        for (name, value) in changes {
            let known =
                self.fields.iter().any(|(n, _)| n == name) || self.offered.iter().any(|(n, _)| n == name);
            assert!(known, "the form to {} has no {name}: {:?} {:?}", self.action, self.fields, self.offered);
            self.fields.retain(|(n, _)| n != name);
            self.fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        self
    }

    /// The first value offered for a choice whose text is not empty.
    pub fn first_offered(&self, name: &str) -> String {
        self.offered
            .iter()
            .find(|(n, v)| n == name && !v.is_empty())
            .map(|(_, v)| v.clone())
            .unwrap_or_default()
    }
}

fn has(tag: &str, word: &str) -> bool {
    tag.split_whitespace().any(|w| w.trim_end_matches('/') == word)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let marker = format!(" {name}=\"");
    let (_, rest) = tag.split_once(&marker)?;
    rest.split('"').next().map(decode)
}

fn decode(text: &str) -> String {
    text.replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}
