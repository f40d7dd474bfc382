//! Which request gets which answer.

use super::reply::{Content, Reply, empty, error};
use super::upload::{self, arrive, not_taken, receive};
use super::window::Window;
use super::{answers, downloads, guard, page, reply};
use crate::emit::Format;
use crate::render::Lang;
use hyper::body::Incoming;
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};
use std::sync::Arc;

/// Bytes of a body that is no file.
const SHORT: u64 = 64 << 10;

/// Answers a request.
pub async fn answer(window: Arc<Window>, request: Request<Incoming>) -> Response<Content> {
    let (parts, body) = request.into_parts();
    if !guard::is_welcome(&parts, window.port) {
        return empty(StatusCode::FORBIDDEN);
    }
    let Some(path) = parts.uri.path().split('/').skip(1).map(decoded).collect::<Option<Vec<_>>>()
    else {
        return empty(StatusCode::NOT_FOUND);
    };
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match path.split_first() {
        Some((token, path)) if *token == window.token && !path.is_empty() => {
            below(&window, &parts, path, body).await
        }
        _ => empty(StatusCode::NOT_FOUND),
    }
}

async fn below(window: &Arc<Window>, parts: &Parts, path: &[&str], body: Incoming) -> Reply {
    let lang = lang(parts, window.lang);
    match (&parts.method, path) {
        (&Method::GET, ["documents"]) => {
            let number = |name| asked(parts, name).and_then(|text| text.parse::<u64>().ok());
            let since = number("since").unwrap_or_default();
            let size = |name, usual| {
                number(name).map_or(usual, |n| usize::try_from(n).unwrap_or(usize::MAX))
            };
            answers::list(window, since, size("from", 0), size("count", 200), lang)
        }
        (&Method::POST, ["files"]) => {
            let name = asked(parts, "name").unwrap_or_default();
            let limit = window.settings.read.max_file_bytes as u64;
            match arrive(&window.shelf, body, limit).await {
                Ok(arrived) => apart(window, move |it| upload::take_in(it, &name, arrived)).await,
                Err(trouble) => not_taken(trouble, limit),
            }
        }
        (&Method::GET, ["documents", id]) => {
            let id = (*id).to_owned();
            apart(window, move |it| answers::document(it, &id, lang)).await
        }
        (&Method::DELETE, ["documents", id]) => {
            let id = (*id).to_owned();
            apart(window, move |it| answers::remove(it, &id)).await
        }
        (&Method::PUT, ["documents", id, "marks", key]) => {
            let (id, key, mut bytes) = ((*id).to_owned(), (*key).to_owned(), vec![]);
            let read = receive(body, SHORT, |piece| {
                bytes.extend_from_slice(piece);
                Ok(())
            });
            match read.await {
                Ok(()) => apart(window, move |it| answers::mark(it, &id, &key, &bytes)).await,
                Err(_) => answers::no_mark(),
            }
        }
        (&Method::GET, ["documents", _, "pages", _] | ["documents", _, "annotated.pdf"]) => {
            let text = "this version makes no pictures of pages and no PDFs with notes: look at the original";
            error(StatusCode::NOT_IMPLEMENTED, text)
        }
        (&Method::GET, ["documents", id, file]) => {
            let (id, file) = ((*id).to_owned(), (*file).to_owned());
            apart(window, move |it| download(it, &id, &file, lang)).await
        }
        (&Method::GET, ["data.zip"]) => {
            let form = asked(parts, "form").unwrap_or_else(|| "csv".into());
            match form.as_str() {
                "csv" => apart(window, |it| downloads::data(it, Format::CsvWithMark)).await,
                "xlsx" => apart(window, |it| downloads::data(it, Format::Xlsx)).await,
                _ => error(StatusCode::BAD_REQUEST, "no such form: it is csv or xlsx"),
            }
        }
        (&Method::GET, ["findings.xlsx"]) => {
            apart(window, move |it| downloads::findings(it, None, lang)).await
        }
        (&Method::GET, ["limits"]) => answers::limits(window),
        (&Method::GET, [name]) => match page::file(name) {
            Some((kind, text)) => reply::bytes(StatusCode::OK, kind, text),
            None => empty(StatusCode::NOT_FOUND),
        },
        _ => empty(StatusCode::NOT_FOUND),
    }
}

/// A file of one document.
fn download(window: &Window, id: &str, file: &str, lang: Lang) -> Reply {
    match file {
        "original.pdf" => downloads::original(window, id),
        "document.json" => downloads::document(window, id),
        "findings.xlsx" => downloads::findings(window, Some(id), lang),
        _ => empty(StatusCode::NOT_FOUND),
    }
}

/// Work that may take long, on a thread of its own.
async fn apart(
    window: &Arc<Window>,
    work: impl FnOnce(&Window) -> Reply + Send + 'static,
) -> Reply {
    let window = window.clone();
    let done = tokio::task::spawn_blocking(move || work(&window)).await;
    done.unwrap_or_else(|_| empty(StatusCode::INTERNAL_SERVER_ERROR))
}

fn lang(parts: &Parts, usual: Lang) -> Lang {
    let asked = asked(parts, "lang");
    Lang::ALL.into_iter().find(|lang| asked.as_deref() == Some(lang.as_str())).unwrap_or(usual)
}

/// What the address says of `name` behind its question mark.
fn asked(parts: &Parts, name: &str) -> Option<String> {
    let mut pairs = parts.uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(known, _)| *known == name)?;
    decoded(&value.replace('+', " "))
}

/// The text with its `%` numbers as the bytes that they are; `None` where that is no text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut left = text.as_bytes();
    while let [first, rest @ ..] = left {
        left = rest;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
        let number = digits.bytes().all(|b| b.is_ascii_hexdigit()).then_some(digits)?;
        bytes.push(u8::from_str_radix(number, 16).ok()?);
        left = &rest[2..];
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_behind_per_cent_are_bytes() {
        assert_eq!(decoded("%E9%A2%84a%2F..%00").as_deref(), Some("预a/..\0"));
        for wrong in ["%", "%4", "%+1", "%zz", "%ff"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
    }
}
