// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/comfyserver.h"
#include "tests/support/comfysim/messages.h"
#include "tests/support/comfysim/routes.h"

namespace emberwatch::comfysim {

namespace {

QByteArray device(int index)
{
    return json::object({{"name", json::quoted("cuda:" + QByteArray::number(index) + " Simulated GPU")},
        {"type", "\"cuda\""}, {"index", json::number(qint64(index))}, {"vram_total", "25757220864"},
        {"vram_free", "24696061952"}, {"torch_vram_total", "0"}, {"torch_vram_free", "0"}});
}

HttpResponse systemStats(const Behaviour &behaviour)
{
    const QByteArray system = json::object({{"os", behaviour.namesPlatform() ? "\"linux\"" : "\"posix\""},
        {"ram_total", "67331207168"}, {"ram_free", "58332209152"},
        {"comfyui_version", json::quoted(behaviour.versionText())}, {"python_version", "\"3.12.7 (main)\""},
        {"pytorch_version", "\"2.5.1+cu124\""}, {"embedded_python", "false"}, {"argv", "[\"main.py\"]"},
        {"deploy_environment", behaviour.namesDeployment() ? QByteArray("\"local\"") : QByteArray()}});
    QList<QByteArray> devices{device(0)};
    if (behaviour.hasSeveralDevices())
        devices << device(1);
    return HttpResponse::ofJson(json::object({{"system", system}, {"devices", json::array(devices)}}));
}

/// The few classes that sample workflows use. The Infinity is what strict parsers trip over.
const QList<json::Member> &nodeDefinitions()
{
    static const QList<json::Member> definitions{
        {"KSampler",
            R"({"input": {"required": {"seed": ["INT", {"default": 0, "min": 0, "max": 18446744073709551615}], )"
            R"("steps": ["INT", {"default": 20, "min": 1, "max": 10000}]}}, "output": ["LATENT"], )"
            R"("name": "KSampler", "display_name": "KSampler", "output_node": false})"},
        {"SaveImage",
            R"({"input": {"required": {"images": ["IMAGE"], "filename_prefix": ["STRING", {"default": "ComfyUI"}]}}, )"
            R"("output": [], "name": "SaveImage", "display_name": "Save Image", "output_node": true})"},
        {"SimJob",
            R"({"input": {"optional": {"duration_ms": ["FLOAT", {"default": 1000, "min": 0, "max": Infinity}]}}, )"
            R"("output": [], "name": "SimJob", "display_name": "Simulated job", "output_node": true})"}};
    return definitions;
}

HttpResponse objectInfo(const QByteArray &classType)
{
    QList<json::Member> wanted = nodeDefinitions();
    if (!classType.isNull())
        wanted.removeIf([&classType](const json::Member &member) { return member.name != classType; });
    return HttpResponse::ofJson(json::object(wanted));
}

} // namespace

void addServerRoutes(Router &router, ComfyServer &server)
{
    using Request = HttpRequest;
    router.add("GET", "/system_stats",
        [&server](const Request &, const QByteArray &) { return systemStats(server.behaviour()); });
    if (server.behaviour().hasFeatureFlags()) {
        router.add("GET", "/features", [](const Request &, const QByteArray &) {
            return HttpResponse::ofJson(messages::featureFlags());
        });
    }
    router.add("GET", "/object_info", [](const Request &, const QByteArray &) { return objectInfo({}); });
    router.add(
        "GET", "/object_info/{}", [](const Request &, const QByteArray &name) { return objectInfo(name); });
    router.add("POST", "/free", [](const Request &, const QByteArray &) { return HttpResponse::empty(); });
    router.add(
        "GET", "/internal/logs",
        [&server](const Request &, const QByteArray &) { return HttpResponse::ofJson(server.log().text()); },
        Router::Form::Plain);
    router.add(
        "GET", "/internal/logs/raw",
        [&server](const Request &, const QByteArray &) { return HttpResponse::ofJson(server.log().raw()); },
        Router::Form::Plain);
    router.add("GET", "/", [](const Request &, const QByteArray &) {
        HttpResponse page = HttpResponse::ofText(200, "<!DOCTYPE html><title>ComfyUI</title>");
        page.contentType = "text/html";
        return page;
    });
}

} // namespace emberwatch::comfysim
