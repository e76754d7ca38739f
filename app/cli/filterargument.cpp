// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/filterargument.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

QString markedError(const QString &source, const filter::ParseError &error)
{
    return "filter: "_L1 + error.message + " at character "_L1 + QString::number(error.position + 1) + ": "_L1
        + source;
}

} // namespace

Result<filter::Expression> readFilter(const QStringList &words, filter::Vocabulary vocabulary)
{
    const QString text = words.join(u' ');
    const filter::ParseResult result = filter::parse(text, vocabulary);
    if (result.error)
        return failure(Error::Kind::Invalid, markedError(text, *result.error));
    return result.expression;
}

QString filterHelp()
{
    return uR"(Filter:
  status:failed type:lora* user:"a b" server:gpu-2 id:d2b1* and free text;
  age>10m silence>=2m ttl<1h30m progress<50. Terms side by side must all hold;
  OR, NOT (or -term) and parentheses. * stands for any text, ? for a character.
  Quote the filter for the shell: > and ( mean something to it. Before a filter
  that begins with - put --.
)"_s;
}

QString judgedFilterHelp()
{
    return filterHelp() + uR"(  Also verdict:orphaned, db:processing (what the record says) and comfyui:absent
  (what its server says).
)"_s;
}

} // namespace emberwatch::cli
