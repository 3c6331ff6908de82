/// What a letter says: paragraphs, and at most one thing to do. The same words become plain text and HTML.
///
/// Every word may come from a person, so none is ever read as markup, and the only link is the one given as such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The subject; line breaks in it become spaces.
    pub subject: String,
    /// Before the link.
    pub paragraphs: Vec<String>,
    /// What to do, in words, and where.
    pub action: Option<(String, String)>,
    /// After the link: why the letter came, what to do when it was not wanted.
    pub closing: Vec<String>,
}

impl Draft {
    /// The subject in one line, without anything that could begin another header.
    pub fn subject_line(&self) -> String {
        let readable: String = self.subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        readable.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// As plain text.
    pub fn text(&self) -> String {
        let action = self.action.iter().map(|(words, url)| format!("{words}:\n{url}"));
        let parts: Vec<String> = self.paragraphs.iter().cloned().chain(action).chain(self.closing.iter().cloned()).collect();
        format!("{}\n", parts.join("\n\n"))
    }

    /// As HTML that needs nothing from outside.
    pub fn html(&self) -> String {
        let paragraph = |style: &str, text: &String| format!("<p style=\"margin:0 0 16px;{style}\">{}</p>", escaped(text));
        let paragraphs: String = self.paragraphs.iter().map(|text| paragraph("", text)).collect();
        let action: String = self.action.iter().map(|(words, url)| button(words, url)).collect();
        let closing: String = self.closing.iter().map(|text| paragraph("font-size:14px;color:#5a5f66", text)).collect();
        format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>{}</title></head>\
             <body style=\"margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif\">\
             <div style=\"max-width:560px;margin:0 auto\">{paragraphs}{action}{closing}</div></body></html>",
            escaped(&self.subject_line())
        )
    }
}

/// The address stands below the button too, since not every reader shows buttons, and people like to see where they go.
fn button(words: &str, url: &str) -> String {
    let (words, url) = (escaped(words), escaped(url));
    format!(
        "<p style=\"margin:0 0 16px\"><a href=\"{url}\" style=\"display:inline-block;padding:10px 16px;border-radius:6px;\
         background:#1b4f8f;color:#ffffff;text-decoration:none;font-weight:600\">{words}</a></p>\
         <p style=\"margin:0 0 16px;font-size:14px;word-break:break-all\">{url}</p>"
    )
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' => safe.push_str("<br>"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(name: &str) -> Draft {
        Draft {
            subject: format!("{name} invites you"),
            paragraphs: vec![format!("{name} invites you to Acme.")],
            action: Some(("Accept the invitation".to_owned(), "https://flow.example/invite/a?b=1&c=2".to_owned())),
            closing: vec!["Ignore it if you did not expect it.".to_owned()],
        }
    }

    #[test]
    fn text_and_html_say_the_same() {
        let draft = draft("Mara");

        assert_eq!(
            draft.text(),
            "Mara invites you to Acme.\n\nAccept the invitation:\nhttps://flow.example/invite/a?b=1&c=2\n\nIgnore it if you did not expect it.\n"
        );
        let html = draft.html();
        for said in
            ["Mara invites you to Acme.", "Accept the invitation", "href=\"https://flow.example/invite/a?b=1&amp;c=2\"", "Ignore it"]
        {
            assert!(html.contains(said), "{said} is missing in {html}");
        }
    }

    #[test]
    fn names_are_never_markup() {
        let html = draft("<img src=x onerror=alert(1)>\"'&").html();

        assert!(!html.contains("<img"), "{html}");
        assert!(html.contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;"), "{html}");
    }

    #[test]
    fn a_subject_stays_one_line() {
        assert_eq!(draft("Mara\r\nBcc: all@acme.example\u{0}").subject_line(), "Mara Bcc: all@acme.example invites you");
    }
}
