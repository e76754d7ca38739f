// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/httpfaults.h"

namespace emberwatch::comfysim {

void HttpFaults::remove(const QByteArray &name)
{
    m_faults.removeIf([&name](const HttpFault &fault) { return name.isNull() || fault.name == name; });
}

void HttpFaults::requireHeader(const QByteArray &name, const QByteArray &value)
{
    m_requiredName = name.toLower();
    m_requiredValue = value;
}

bool HttpFaults::isRefused(const HttpRequest &request) const
{
    return !m_requiredName.isEmpty() && request.header(m_requiredName) != m_requiredValue;
}

qsizetype HttpFaults::find(const HttpRequest &request, const QByteArray &path, bool isSlow) const
{
    for (qsizetype i = 0; i < m_faults.size(); ++i) {
        const HttpFault &fault = m_faults.at(i);
        if ((fault.kind == HttpFault::Kind::Slow) == isSlow && path.startsWith(fault.path)
            && (fault.method.isNull() || fault.method == request.method))
            return i;
    }
    return -1;
}

std::optional<HttpFault> HttpFaults::take(const HttpRequest &request, const QByteArray &path)
{
    const qsizetype index = find(request, path, false);
    if (index < 0)
        return std::nullopt;
    const HttpFault fault = m_faults.at(index);
    countDown(index);
    return fault;
}

std::chrono::milliseconds HttpFaults::delay(const HttpRequest &request, const QByteArray &path)
{
    const qsizetype index = find(request, path, true);
    if (index < 0)
        return {};
    const std::chrono::milliseconds delay = m_faults.at(index).delay;
    countDown(index);
    return delay;
}

void HttpFaults::countDown(qsizetype index)
{
    HttpFault &fault = m_faults[index];
    if (fault.times > 0 && --fault.times == 0)
        m_faults.removeAt(index);
}

HttpResponse HttpFaults::proxyPage(int status)
{
    const QByteArray title = QByteArray::number(status) + (status == 524 ? " A timeout occurred" : " Error");
    HttpResponse response;
    response.status = status;
    response.contentType = "text/html; charset=UTF-8";
    response.body = "<!DOCTYPE html>\n<html>\n<head><title>" + title + "</title></head>\n<body>\n<center><h1>"
        + title + "</h1></center>\n<hr><center>nginx</center>\n</body>\n</html>\n";
    return response;
}

} // namespace emberwatch::comfysim
