import Aloft

let app = Application()
let settings = app.settings(TodoSettings.self)
TodoSite(publicFolder: settings.publicFolder).install(in: app)
try await app.run()
